namespace TraceClient.Tool;

/// <summary>A pipeline.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Typed">What the user calls it.</param>
internal sealed record Pipeline(string Id, string Typed);
