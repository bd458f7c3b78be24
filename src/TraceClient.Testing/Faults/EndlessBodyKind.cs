namespace TraceClient.Testing;

/// <summary>What an endless body goes on with.</summary>
public enum EndlessBodyKind
{
    /// <summary>One text in the first element of an array.</summary>
    Text,

    /// <summary>White space after the first bracket of an array.</summary>
    WhiteSpace,

    /// <summary>Empty objects in an array.</summary>
    Elements,

    /// <summary>Arrays within arrays.</summary>
    Depth,
}
