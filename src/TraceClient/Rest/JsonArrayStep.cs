namespace TraceClient.Rest;

/// <summary>Where a <see cref="JsonArrayScanner"/> stands after a run over bytes.</summary>
internal enum JsonArrayStep
{
    /// <summary>All bytes are consumed and more are needed.</summary>
    More,

    /// <summary>The next byte is the first of an element.</summary>
    ElementStart,

    /// <summary>The last byte consumed is the last one of an element.</summary>
    Element,

    /// <summary>The array and the body have ended.</summary>
    End,

    /// <summary>The next byte cannot stand there.</summary>
    Fault,
}
