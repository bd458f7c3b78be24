namespace TraceClient.Rest.Generator;

/// <summary>A member of an enum and what stands for it on the wire.</summary>
internal sealed record EnumName(string Member, string WireName);
