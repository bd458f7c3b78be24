namespace TraceClient.Tool;

/// <summary>Polls several sources for new traces. A source that fails temporarily does not affect the others and loses no trace.</summary>
internal sealed class TracePoller
{
    private readonly PolledSource[] _sources;
    private readonly List<string> _notices = [];
    private bool _hasSucceeded;

    public TracePoller(ITraceClient client, TraceQuery query, TimeProvider clock)
    {
        // Throws for a source that is not configured.
        _ = client.ListTracesAsync(query);
        var names = query.Sources is { Count: > 0 } sources
            ? sources.Distinct(StringComparer.Ordinal)
            : client.Sources.Select(source => source.Name);
        var single = query with { ContinueOnSourceFailure = false };
        _sources = [.. names.Select(name => new PolledSource(name, new SourcePoller(client, single with { Sources = [name] }, clock)))];
    }

    /// <summary>Returns the new traces, oldest first.</summary>
    /// <exception cref="TraceClientException">All sources failed, and none has succeeded before.</exception>
    public async Task<IReadOnlyList<TraceSummary>> PollAsync(CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(_sources.Select(source => PollAsync(source, cancellationToken)));
        SourceFailure[] failures = [.. results.Select(result => result.Failure).OfType<SourceFailure>()];
        if (failures.Length < _sources.Length)
            _hasSucceeded = true;
        else if (!_hasSucceeded)
            throw failures is [var only] ? only.Exception : new PartialTraceListException(failures);
        return [.. results.SelectMany(result => result.Traces).OrderBy(trace => trace.RecordedAt)];
    }

    /// <summary>Returns the messages about sources since the last call.</summary>
    public IReadOnlyList<string> TakeNotices()
    {
        string[] notices = [.. _notices];
        _notices.Clear();
        return notices;
    }

    private async Task<(IReadOnlyList<TraceSummary> Traces, SourceFailure? Failure)> PollAsync(
        PolledSource source, CancellationToken cancellationToken)
    {
        try
        {
            var traces = await source.Poller.PollAsync(cancellationToken);
            if (source.Failure is not null)
                AddNotice($"{source.Name} is available again.");
            source.Failure = null;
            if (source.Poller.TakeSkippedCount() is > 0 and var count)
                AddNotice($"{source.Name} has too many new traces: {count} older ones are not shown. To list them: tracectl list");
            return (traces, null);
        }
        catch (TraceClientException exception)
        {
            if (source.Failure is null)
                AddNotice(exception.Message);
            source.Failure = exception.Message;
            return ([], new SourceFailure(source.Name, exception));
        }
    }

    private void AddNotice(string notice)
    {
        lock (_notices)
            _notices.Add(notice);
    }

    private sealed class PolledSource(string name, SourcePoller poller)
    {
        public string Name { get; } = name;

        public SourcePoller Poller { get; } = poller;

        /// <summary>Gets or sets the message of the last failure; null after a success.</summary>
        public string? Failure { get; set; }
    }
}
