namespace TraceClient;

/// <summary>How a trace ended, as far as its source says.</summary>
public enum TraceStatus
{
    /// <summary>The source does not say.</summary>
    Unset,

    /// <summary>The source says that it went well. Single spans can have failed all the same.</summary>
    Ok,

    /// <summary>The source says that it failed.</summary>
    Error,

    /// <summary>It has not ended.</summary>
    Running,
}
