namespace TraceClient.Replication;

/// <summary>Represents the options of a <see cref="TraceReplicator"/>.</summary>
public sealed class ReplicationOptions
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(365);

    /// <summary>Gets or sets the path of the checkpoint, from which the next run resumes.</summary>
    /// <value>The default is null: the checkpoint of an <see cref="ICheckpointedTraceSink"/> is in its target; others have none.</value>
    /// <remarks>
    /// A checkpoint is for one target, one share and one query, but the times and sources of the query may change. A second file with the
    /// additional extension <c>.lock</c> prevents two processes from using it at once.
    /// </remarks>
    public string? CheckpointPath { get; set; }

    /// <summary>Gets or sets the time between two checkpoints. Zero writes one after each batch.</summary>
    /// <remarks>
    /// If the process is killed, the next run writes the traces since the last checkpoint again. The first checkpoints of a run are written
    /// sooner.
    /// </remarks>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the maximum number of traces in a batch, from 1 to 10,000.</summary>
    /// <value>The default is 100.</value>
    public int BatchSize { get; set; } = 100;

    /// <summary>Gets or sets the maximum number of spans in a batch, from 1 to 1,000,000.</summary>
    /// <remarks>A trace with more spans is a batch of its own.</remarks>
    /// <value>The default is 4096.</value>
    public int MaxBatchSpans { get; set; } = 4096;

    /// <summary>Gets or sets the time after which a batch is written although it is not full, from 0 to 1 day.</summary>
    /// <remarks>
    /// If the process is killed, the traces of a batch that was not written are read again by the next run. The first batches of a run are
    /// written sooner: after 250 ms, 500 ms and so on.
    /// </remarks>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan BatchMaxAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the share of the traces to copy, if several machines divide the work.</summary>
    /// <value>The default is 1/1: all traces.</value>
    public TraceShard Shard { get; set; }

    /// <summary>Gets or sets a filter of listed traces, in addition to the query.</summary>
    /// <remarks>
    /// It is called from several threads. If it changes, use another checkpoint: traces in completed time ranges are not listed again.
    /// </remarks>
    /// <value>The default is null: all traces.</value>
    public Func<TraceSummary, bool>? Filter { get; set; }

    /// <summary>Gets or sets a function that changes each trace before it is written, such as to remove content.</summary>
    /// <remarks>
    /// It is called from several threads, and its result must have the same reference. A trace for which it throws an exception fails. A
    /// checkpoint with a function and one without are of different jobs; if the function changes, use another checkpoint.
    /// </remarks>
    /// <value>The default is null: traces are written as they were read.</value>
    public Func<Trace, Trace>? Transform { get; set; }

    /// <summary>Gets or sets whether the traces that Kubiya records of requests to its trace API are copied.</summary>
    /// <remarks>They are named <c>traces.list</c> and <c>traces.get</c>. Each request of the replication itself creates one.</remarks>
    /// <value>The default is false.</value>
    public bool IncludeRequestTraces { get; set; }

    /// <summary>Gets or sets the maximum number of concurrent reads for each source, from 1 to 1,000.</summary>
    /// <value>The default is 4.</value>
    public int MaxParallelReads { get; set; } = 4;

    /// <summary>Gets or sets the wait between two passes, more than 0 and at most 365 days.</summary>
    /// <value>The default is null: the run ends after one pass.</value>
    public TimeSpan? PollInterval { get; set; }

    /// <summary>Gets or sets the time before the newest trace that each pass lists again, to find traces that were recorded late.</summary>
    /// <remarks>The list of a source may be out of order by this time.</remarks>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets the time after the end of a trace in which it is read again, since spans can arrive late.</summary>
    /// <remarks>The next pass or run reads it, and writes it again only if it has changed.</remarks>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan QuietPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the time after its last change in which a trace that has not ended is read again.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets the receiver of the current result, after each trace and each pass. Calls are not concurrent.</summary>
    /// <value>The default is null: no receiver.</value>
    public IProgress<ReplicationResult>? Progress { get; set; }

    internal ReplicationOptions Copy() => (ReplicationOptions)MemberwiseClone();

    /// <summary>Gets the errors of the options; each names its option.</summary>
    internal IEnumerable<string> Errors()
    {
        if (CheckpointPath is not null && string.IsNullOrWhiteSpace(CheckpointPath))
            yield return Error(nameof(CheckpointPath), "must be the path of a file, or null for no checkpoint");
        if (MaxParallelReads is < 1 or > 1000)
            yield return Error(nameof(MaxParallelReads), $"must be from 1 to 1000; it is {MaxParallelReads}");
        if (BatchSize is < 1 or > 10_000)
            yield return Error(nameof(BatchSize), $"must be from 1 to 10000; it is {BatchSize}");
        if (MaxBatchSpans is < 1 or > 1_000_000)
            yield return Error(nameof(MaxBatchSpans), $"must be from 1 to 1000000; it is {MaxBatchSpans}");
        if (PollInterval <= TimeSpan.Zero || PollInterval > Most)
            yield return Error(
                nameof(PollInterval), $"must be more than 0 and at most a year, or null to end after one pass; it is {PollInterval}");
        foreach (var (name, value, most) in new[]
        {
            (nameof(CheckpointInterval), CheckpointInterval, Most), (nameof(Overlap), Overlap, Most),
            (nameof(QuietPeriod), QuietPeriod, Most), (nameof(GiveUpAfter), GiveUpAfter, Most),
            (nameof(BatchMaxAge), BatchMaxAge, TimeSpan.FromDays(1)),
        })
        {
            if (value < TimeSpan.Zero || value > most)
                yield return Error(name, $"must be from 0 to {(most == Most ? "a year" : "a day")}; it is {value}");
        }
    }

    private static string Error(string name, string text) => $"{nameof(ReplicationOptions)}:{name} {text}.";
}
