namespace TraceClient;

/// <summary>Reads the lists of several sources at once and gives the newest trace of all each time. It holds one trace a source.</summary>
internal sealed class TraceMerge : IAsyncDisposable
{
    private readonly List<Head> _heads;
    private readonly SourceFailures _failures;
    private readonly CancellationToken _cancellationToken;
    private Head? _taken;
    private bool _started;

    public TraceMerge(
        IEnumerable<ITraceSource> sources, TraceQuery query, SourceFailures failures, CancellationToken cancellationToken)
    {
        _failures = failures;
        _cancellationToken = cancellationToken;
        _heads = [.. sources.Select(source =>
            new Head(source.Name, TraceQueryFilter.ListAsync(source, query, cancellationToken).GetAsyncEnumerator(cancellationToken)))];
    }

    /// <summary>The newest trace that is left; null when there is none.</summary>
    public async ValueTask<TraceSummary?> NextAsync()
    {
        if (!_started)
        {
            _started = true;
            await Task.WhenAll(_heads.ConvertAll(head => AdvanceAsync(head).AsTask())).ConfigureAwait(false);
        }
        else if (_taken is not null)
        {
            await AdvanceAsync(_taken).ConfigureAwait(false);
        }

        _taken = _heads.Where(head => head.Current is not null).MaxBy(head => head.Current!.RecordedAt?.UnixNanoseconds ?? long.MinValue);
        return _taken?.Current;
    }

    public async ValueTask DisposeAsync()
    {
        // One that fails to close must not leave the others open.
        await Task.WhenAll(_heads.Select(head => head.Enumerator.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private async ValueTask AdvanceAsync(Head head)
    {
        try
        {
            head.Current = await head.Enumerator.MoveNextAsync().ConfigureAwait(false) ? head.Enumerator.Current : null;
        }
        catch (Exception exception) when (!SourceCheck.IsOfDisposedClient(exception))
        {
            // Whatever a source makes of a cancellation: it is the caller's.
            _cancellationToken.ThrowIfCancellationRequested();
            head.Current = null;
            _failures.Add(new SourceFailure(head.SourceName, SourceCheck.ToTraceClientException(exception, head.SourceName, "ListTraces")));
        }
    }

    private sealed class Head(string sourceName, IAsyncEnumerator<TraceSummary> enumerator)
    {
        public string SourceName { get; } = sourceName;

        public IAsyncEnumerator<TraceSummary> Enumerator { get; } = enumerator;

        public TraceSummary? Current { get; set; }
    }
}
