namespace TraceClient.Rest.Generator;

/// <summary>A parameter of a method.</summary>
/// <param name="Name">The name in C#.</param>
/// <param name="WireName">The name on the wire, escaped.</param>
/// <param name="Type">The type as it stands in the signature.</param>
/// <param name="Role">Where the argument goes.</param>
/// <param name="Value">How one value is written; null for a body and a token.</param>
/// <param name="IsCollection">Whether it is a list of such values.</param>
internal sealed record ApiParameter(string Name, string WireName, string Type, ApiRole Role, ApiValue? Value, bool IsCollection);
