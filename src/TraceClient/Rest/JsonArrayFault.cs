namespace TraceClient.Rest;

/// <summary>What is wrong with the frame of a JSON array.</summary>
internal enum JsonArrayFault
{
    None,

    /// <summary>The body does not start with a bracket.</summary>
    NoArray,

    /// <summary>Between the brackets stands something that is neither an element nor a comma.</summary>
    Malformed,

    /// <summary>Something stands after the closing bracket.</summary>
    Trailing,
}
