namespace TraceClient.Tool;

/// <summary>The new traces of several sources: one that fails for a while does not hide the others, and loses nothing.</summary>
internal sealed class TraceTails
{
    private readonly Tail[] _tails;
    private readonly List<string> _news = [];
    private bool _hasAnswered;

    public TraceTails(ITraceClient client, TraceQuery query, TimeProvider clock)
    {
        // A source that is not configured is refused here, as by every other list.
        _ = client.ListTracesAsync(query);
        var names = query.Sources is { Count: > 0 } sources
            ? sources.Distinct(StringComparer.Ordinal)
            : client.Sources.Select(source => source.Name);
        _tails = [.. names.Select(
            name => new Tail(name, new TraceTail(client, query with { Sources = [name], ContinueOnSourceFailure = false }, clock)))];
    }

    /// <summary>What is new, oldest first.</summary>
    /// <exception cref="TraceClientException">No source has answered yet.</exception>
    public async Task<IReadOnlyList<TraceSummary>> PollAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(_tails.Select(tail => PollAsync(tail, cancellationToken)));
        SourceFailure[] failures = [.. answers.Select(answer => answer.Failure).OfType<SourceFailure>()];
        if (failures.Length < _tails.Length)
            _hasAnswered = true;
        else if (!_hasAnswered)
            throw failures is [var only] ? only.Exception : new PartialTraceListException(failures);
        return [.. answers.SelectMany(answer => answer.Traces).OrderBy(trace => trace.RecordedAt)];
    }

    /// <summary>What there is to say of the sources themselves since the last call.</summary>
    public IReadOnlyList<string> TakeNews()
    {
        string[] news = [.. _news];
        _news.Clear();
        return news;
    }

    private async Task<(IReadOnlyList<TraceSummary> Traces, SourceFailure? Failure)> PollAsync(
        Tail tail, CancellationToken cancellationToken)
    {
        try
        {
            var traces = await tail.Traces.PollAsync(cancellationToken);
            if (tail.Failure is not null)
                Tell($"{tail.Source} answers again.");
            tail.Failure = null;
            if (tail.Traces.TakeLeftOut() is > 0 and var count)
                Tell($"{tail.Source} had more new traces than are shown at once: {count} older ones are left out; tracectl list has them.");
            return (traces, null);
        }
        catch (TraceClientException exception)
        {
            if (tail.Failure is null)
                Tell(exception.Message);
            tail.Failure = exception.Message;
            return ([], new SourceFailure(tail.Source, exception));
        }
    }

    private void Tell(string news)
    {
        lock (_news)
            _news.Add(news);
    }

    private sealed class Tail(string source, TraceTail traces)
    {
        public string Source { get; } = source;

        public TraceTail Traces { get; } = traces;

        /// <summary>Why it does not answer; null while it does.</summary>
        public string? Failure { get; set; }
    }
}
