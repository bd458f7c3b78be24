namespace TraceClient.Otlp;

/// <summary>Represents the options of <see cref="OtlpTraceExporter.BridgeAsync"/>.</summary>
public sealed class OtlpBridgeOptions
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(365);

    /// <summary>Gets or sets the path of the checkpoint, from which the next run resumes.</summary>
    /// <value>The default is null: no checkpoint.</value>
    /// <remarks>
    /// A checkpoint is for one collector, one share and one query, but the times and sources of the query may change. A second file with
    /// the additional extension <c>.lock</c> prevents two processes from using it at once.
    /// </remarks>
    public string? CheckpointPath { get; set; }

    /// <summary>Gets or sets the time between two checkpoints. Zero writes one after each batch.</summary>
    /// <remarks>If the process is killed, the next run sends the traces since the last checkpoint again.</remarks>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the share of the traces to send, if several machines divide the work.</summary>
    /// <value>The default is 1/1: all traces.</value>
    public TraceShard Shard { get; set; }

    /// <summary>Gets or sets a filter of listed traces, in addition to the query. It is called from several threads.</summary>
    /// <value>The default is null: all traces.</value>
    public Func<TraceSummary, bool>? Filter { get; set; }

    /// <summary>Gets or sets the maximum number of concurrent reads for each source. Two more traces are in memory.</summary>
    /// <value>The default is 4.</value>
    public int MaxParallelReads { get; set; } = 4;

    /// <summary>Gets or sets the wait between two passes.</summary>
    /// <value>The default is null: the bridge ends after one pass.</value>
    public TimeSpan? PollInterval { get; set; }

    /// <summary>Gets or sets the time before the newest trace that each pass lists again, to find traces that were recorded late.</summary>
    /// <remarks>The list of a source may be out of order by this time.</remarks>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets the time after the end of a trace in which it is read again, since spans can arrive late.</summary>
    /// <remarks>The next pass or run reads it, and sends it again only if it has changed.</remarks>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan QuietPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the time after its last change in which a trace that has not ended is read again.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets the receiver of the current result, after each trace and each pass. Calls are not concurrent.</summary>
    /// <value>The default is null: no receiver.</value>
    public IProgress<OtlpBridgeResult>? Progress { get; set; }

    internal OtlpBridgeOptions Copy() => (OtlpBridgeOptions)MemberwiseClone();

    /// <summary>Gets the errors of the options; each names its option.</summary>
    internal IEnumerable<string> Errors()
    {
        if (CheckpointPath is not null && string.IsNullOrWhiteSpace(CheckpointPath))
            yield return Error(nameof(CheckpointPath), "must be the path of a file, or null for no checkpoint");
        if (MaxParallelReads is < 1 or > 1000)
            yield return Error(nameof(MaxParallelReads), $"must be from 1 to 1000; it is {MaxParallelReads}");
        if (PollInterval <= TimeSpan.Zero || PollInterval > Most)
            yield return Error(
                nameof(PollInterval), $"must be more than 0 and at most a year, or null to end after one pass; it is {PollInterval}");
        foreach (var (name, value) in new[]
        {
            (nameof(CheckpointInterval), CheckpointInterval), (nameof(Overlap), Overlap), (nameof(QuietPeriod), QuietPeriod),
            (nameof(GiveUpAfter), GiveUpAfter),
        })
        {
            if (value < TimeSpan.Zero || value > Most)
                yield return Error(name, $"must be from 0 to a year; it is {value}");
        }
    }

    private static string Error(string name, string text) => $"{nameof(OtlpBridgeOptions)}:{name} {text}.";
}
