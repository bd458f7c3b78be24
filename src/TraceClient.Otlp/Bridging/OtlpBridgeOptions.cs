namespace TraceClient.Otlp;

/// <summary>Represents the options of <see cref="OtlpTraceExporter.BridgeAsync"/>.</summary>
public sealed class OtlpBridgeOptions
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(365);

    /// <summary>Gets or sets the file in which the bridge keeps what has arrived, to
    /// go on from there when it is started again; null to keep nothing.</summary>
    /// <value>The default is null.</value>
    /// <remarks>
    /// It belongs to one collector, one share and one query; the query's times and sources may change. A file of the same name with
    /// <c>.lock</c> at its end stands beside it, so that no two processes use it at once.
    /// </remarks>
    public string? CheckpointPath { get; set; }

    /// <summary>Gets or sets how long a checkpoint may lag behind: what arrived since the last
    /// one arrives again after a stop by force. Zero writes one after each batch.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the share of the traces to move, where several machines do it together.</summary>
    /// <value>The default is 1/1: all of them.</value>
    public TraceShard Shard { get; set; }

    /// <summary>Gets or sets a filter of listed traces, beyond what the query
    /// can say; null for all. It is called from several threads.</summary>
    /// <value>The default is null.</value>
    public Func<TraceSummary, bool>? Filter { get; set; }

    /// <summary>Gets or sets the number of traces of each source that are
    /// read at a time. So many, and two more, are held in memory.</summary>
    /// <value>The default is 4.</value>
    public int MaxParallelReads { get; set; } = 4;

    /// <summary>Gets or sets the wait after all is moved before new traces are listed; null to end instead.</summary>
    /// <value>The default is null.</value>
    public TimeSpan? PollInterval { get; set; }

    /// <summary>Gets or sets how far back behind the newest trace to list again for traces
    /// that were recorded late, and how far a source's list may be out of order.</summary>
    /// <value>The default is 5 minutes.</value>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how long after its end a trace is read again, in the next pass or
    /// run, since spans can arrive late. It is sent again only if it has changed.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan QuietPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a trace whose source does not say that
    /// it has ended is read again, counted from its last change.</summary>
    /// <value>The default is 1 day.</value>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets what receives the result so far, after each trace and each pass; never from two threads at once.</summary>
    /// <value>The default is null.</value>
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
