namespace TraceClient.Testing;

/// <summary>Specifies the content of an endless body.</summary>
public enum EndlessBodyKind
{
    /// <summary>A string in the first element of an array.</summary>
    Text,

    /// <summary>White space after the first bracket of an array.</summary>
    WhiteSpace,

    /// <summary>Empty objects in an array.</summary>
    Elements,

    /// <summary>Arrays within arrays.</summary>
    Depth,
}
