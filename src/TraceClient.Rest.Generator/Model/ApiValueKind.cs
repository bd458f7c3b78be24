namespace TraceClient.Rest.Generator;

/// <summary>The ways in which a value becomes text.</summary>
internal enum ApiValueKind
{
    Text,
    Boolean,
    Formattable,
    Enum,
}
