namespace TraceClient.Replication;

/// <summary>Represents the options of a <see cref="TraceBackfill"/>.</summary>
public sealed class TraceBackfillOptions
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(1);

    /// <summary>Gets or sets the name of the worker in the database.</summary>
    /// <value>The default is the name of the machine and the id of the process.</value>
    public string Worker { get; set; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");

    /// <summary>Gets or sets the length of the windows of time into which the traces of a source are divided, at least 1 second.</summary>
    /// <remarks>All workers must use the same value.</remarks>
    /// <value>The default is 1 hour.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets the names of the sources whose traces are divided by session.</summary>
    /// <remarks>
    /// A trace of Calyptia is found only by reading its session from the newest event on, so that its sessions are better shared than
    /// windows of time.
    /// </remarks>
    /// <value>The default is <c>calyptia</c>.</value>
    public IReadOnlyCollection<string> SourcesBySession { get; set; } = ["calyptia"];

    /// <summary>Gets or sets the time after which another worker takes the item of a worker that does not respond.</summary>
    /// <remarks>A worker renews its lease after a third of this time.</remarks>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the wait before a worker that found no open item tries again, while others work.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the maximum number of attempts for an item, from 1 to 1,000.</summary>
    /// <remarks>After as many failures of the database in a row, the worker ends with its exception.</remarks>
    /// <value>The default is 5.</value>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Gets or sets the wait before the first retry of an item. It doubles with each further one, up to 10 minutes.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the options of the replication of each item.</summary>
    /// <value>The default has the defaults of <see cref="ReplicationOptions"/>.</value>
    public ReplicationOptions Replication { get; set; } = new();

    /// <summary>Gets or sets the receiver of the current result after each item.</summary>
    /// <value>The default is null: no receiver.</value>
    public IProgress<TraceBackfillResult>? Progress { get; set; }

    internal TraceBackfillOptions Copy()
    {
        var copy = (TraceBackfillOptions)MemberwiseClone();
        copy.Replication = Replication?.Copy()!;
        return copy;
    }

    /// <summary>Gets the errors of the options; each names its option.</summary>
    internal IEnumerable<string> Errors()
    {
        if (string.IsNullOrWhiteSpace(Worker))
            yield return Error(nameof(Worker), "must be a name");
        if (SourcesBySession is null)
            yield return Error(nameof(SourcesBySession), "must be names of sources, or empty");
        if (Window < TimeSpan.FromSeconds(1))
            yield return Error(nameof(Window), $"must be at least a second; it is {Window}");
        if (MaxAttempts is < 1 or > 1000)
            yield return Error(nameof(MaxAttempts), $"must be from 1 to 1000; it is {MaxAttempts}");
        foreach (var (name, value) in new[]
        {
            (nameof(LeaseDuration), LeaseDuration), (nameof(PollInterval), PollInterval), (nameof(RetryDelay), RetryDelay),
        })
        {
            if (value <= TimeSpan.Zero || value > Most)
                yield return Error(name, $"must be more than 0 and at most a day; it is {value}");
        }

        if (Replication is null)
        {
            yield return Error(nameof(Replication), "must not be null");
            yield break;
        }

        if (Replication.CheckpointPath is not null)
            yield return Error(nameof(Replication), "must have no CheckpointPath, since the checkpoint is in the database");
        if (Replication.PollInterval is not null)
            yield return Error(nameof(Replication), "must have no PollInterval, since a backfill ends");
        foreach (var error in Replication.Errors())
            yield return error;
    }

    private static string Error(string name, string text) => $"{nameof(TraceBackfillOptions)}:{name} {text}.";
}
