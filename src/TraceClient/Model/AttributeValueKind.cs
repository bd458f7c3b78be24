namespace TraceClient;

/// <summary>What an <see cref="AttributeValue"/> holds.</summary>
public enum AttributeValueKind
{
    /// <summary>JSON <c>null</c>: the source named the attribute and gave it no value.</summary>
    Null,

    /// <summary>Text.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number that fits 64 bits with a sign.</summary>
    Int64,

    /// <summary>Any other number.</summary>
    Double,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>A map from names to values.</summary>
    Map,
}
