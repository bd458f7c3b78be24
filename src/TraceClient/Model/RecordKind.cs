namespace TraceClient;

/// <summary>What a <see cref="Record"/> is.</summary>
public enum RecordKind
{
    /// <summary>A log record that passed through a pipeline.</summary>
    Log,

    /// <summary>Something that happened during a span.</summary>
    Event,

    /// <summary>What a step was given.</summary>
    Input,

    /// <summary>What a step gave back.</summary>
    Output,

    /// <summary>An exception that was recorded on a span.</summary>
    Exception,
}
