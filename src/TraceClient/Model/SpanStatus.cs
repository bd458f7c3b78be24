namespace TraceClient;

/// <summary>How a step ended, as far as its source says.</summary>
public enum SpanStatus
{
    /// <summary>The source does not say.</summary>
    Unset,

    /// <summary>The source says that it went well.</summary>
    Ok,

    /// <summary>The source says that it failed.</summary>
    Error,
}
