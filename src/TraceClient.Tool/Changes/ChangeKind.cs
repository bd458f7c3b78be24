namespace TraceClient.Tool;

/// <summary>What a step did to a record, or to a value in it.</summary>
internal enum ChangeKind
{
    /// <summary>It left it as it was.</summary>
    Unchanged,

    /// <summary>It made it another one.</summary>
    Changed,

    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It is not there any more.</summary>
    Removed,
}
