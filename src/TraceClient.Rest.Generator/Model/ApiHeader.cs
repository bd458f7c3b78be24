namespace TraceClient.Rest.Generator;

/// <summary>A static header.</summary>
internal sealed record ApiHeader(string Name, string Value);
