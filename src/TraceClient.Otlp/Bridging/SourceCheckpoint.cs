using System.Text.Json.Serialization;

namespace TraceClient.Otlp;

/// <summary>What a checkpoint holds of one source.</summary>
internal sealed record SourceCheckpoint
{
    /// <summary>What is known of a source that nothing has been moved of.</summary>
    [JsonIgnore]
    public static SourceCheckpoint New { get; } = new()
    {
        MayHaveUndated = true,
        Settled = [],
        Done = new Dictionary<string, long?>(StringComparer.Ordinal),
        Open = new Dictionary<string, OpenTrace>(StringComparer.Ordinal),
    };

    /// <summary>False once a list of all traces, read to its end, had none without a time.</summary>
    public required bool MayHaveUndated { get; init; }

    /// <summary>The stretches of time whose traces are done, apart from the open ones.</summary>
    public required IReadOnlyList<TimeRange> Settled { get; init; }

    /// <summary>The done traces outside of them, with the time at which their source took them in.</summary>
    public required IReadOnlyDictionary<string, long?> Done { get; init; }

    /// <summary>Gets the traces to read again.</summary>
    public required IReadOnlyDictionary<string, OpenTrace> Open { get; init; }
}
