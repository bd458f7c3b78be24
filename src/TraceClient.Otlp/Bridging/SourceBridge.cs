namespace TraceClient.Otlp;

/// <summary>Lists and reads one source's traces in a pass. When the source fails, it ends, and the traces of others go on.</summary>
internal sealed class SourceBridge(
    ITraceClient client, TraceQuery query, OtlpBridgeOptions options, SourceProgress progress, ReplicationCounters counters,
    TimeProvider timeProvider)
{
    // A trace that the source cannot deliver is one thing, a source that delivers none another.
    private const int MostFailuresInARow = 10;

    private readonly TraceQuery _query = query with { Sources = [progress.Source], Limit = null, ContinueOnSourceFailure = false };
    private int _failuresInARow;
    private volatile SourceFailure? _failure;

    public SourceProgress Progress => progress;

    /// <summary>Why the pass did not come to its end; null when it did, or still may.</summary>
    public SourceFailure? Failure => _failure;

    /// <summary>The traces to move in this pass: those that are listed, then
    /// those to read again. They are listed as they are moved.</summary>
    public async IAsyncEnumerable<BridgeCandidate> PassAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (_failure, _failuresInARow) = (null, 0);
        var due = progress.Due(Now());
        foreach (var walk in progress.BeginPass(_query, Now()))
        {
            await foreach (var candidate in ListAsync(walk, cancellationToken).ConfigureAwait(false))
                yield return candidate;
            if (_failure is not null)
                yield break;
        }

        foreach (var candidate in due)
        {
            if (_failure is not null)
                yield break;
            yield return candidate;
        }
    }

    /// <summary>Reads a trace; null when the source has failed meanwhile.</summary>
    public async Task<BridgeRead?> ReadAsync(BridgeCandidate candidate, CancellationToken cancellationToken)
    {
        if (_failure is not null)
            return null;
        try
        {
            var trace = await client.FindTraceAsync(candidate.Reference, cancellationToken).ConfigureAwait(false);
            _failuresInARow = 0;
            return new BridgeRead(candidate, trace, Error: null);
        }
        catch (Exception exception)
        {
            // Whatever a source makes of a cancellation: it is the caller's.
            cancellationToken.ThrowIfCancellationRequested();
            var error = ToTraceClientException(exception, "FindTrace");
            Count(error);
            return new BridgeRead(candidate, Trace: null, error);
        }
    }

    private async IAsyncEnumerable<BridgeCandidate> ListAsync(SourceWalk walk, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        progress.Begin(walk);
        var list = client.ListTracesAsync(walk.Range.Narrow(_query), cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var _ = list.ConfigureAwait(false);
        while (_failure is null && await AdvanceAsync(list, cancellationToken).ConfigureAwait(false))
        {
            var summary = list.Current;
            var isWanted = IsWanted(summary);

            // Only now: a stretch of time without a claim in it counts as done once it has been listed.
            progress.Saw(walk, summary);
            if (isWanted)
                yield return new BridgeCandidate(progress, summary.Reference, summary.RecordedAt?.UnixNanoseconds, Open: null);
        }

        if (_failure is null)
            progress.Complete(walk);
    }

    private bool IsWanted(TraceSummary summary)
    {
        counters.Listed();
        if (!options.Shard.Contains(summary.Reference))
            counters.OtherShard();
        else if (options.Filter?.Invoke(summary) == false)
            counters.FilteredOut();
        else if (!progress.Claim(summary))
            counters.AlreadyDone();
        else
            return true;
        return false;
    }

    private async ValueTask<bool> AdvanceAsync(IAsyncEnumerator<TraceSummary> list, CancellationToken cancellationToken)
    {
        try
        {
            return await list.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _failure = new SourceFailure(progress.Source, ToTraceClientException(exception, "ListTraces"));
            return false;
        }
    }

    // What is wrong with a trace is no matter of the source; what may pass,
    // or is a matter of the token, probably is when it comes again and again.
    private void Count(TraceClientException error)
    {
        if (!error.IsTransient && error is not (TraceAuthenticationException or TraceAuthorizationException))
            _failuresInARow = 0;
        else if (Interlocked.Increment(ref _failuresInARow) >= MostFailuresInARow)
            _failure ??= new SourceFailure(progress.Source, error);
    }

    /// <summary>The exception itself when it is one of ours; a source of the user's own may throw anything.</summary>
    private TraceClientException ToTraceClientException(Exception exception, string operation) =>
        exception as TraceClientException
        ?? new TraceClientException(
            $"The source '{progress.Source}' failed with an unexpected {exception.GetType().Name}.", exception)
        {
            SourceName = progress.Source,
            Operation = operation,
        };

    private long Now() => TraceTimestamp.FromDateTimeOffset(timeProvider.GetUtcNow()).UnixNanoseconds;
}

/// <summary>What the reading of a trace came to: the trace, an error, or neither when the source no longer has it.</summary>
internal sealed record BridgeRead(BridgeCandidate Candidate, Trace? Trace, TraceClientException? Error);
