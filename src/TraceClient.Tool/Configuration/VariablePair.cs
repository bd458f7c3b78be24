namespace TraceClient.Tool;

/// <summary>The variables of a vendor: a token, and the address that it is for.</summary>
internal sealed record VariablePair(string Source, string Token, string Address);
