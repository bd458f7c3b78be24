namespace TraceClient.Replication;

/// <summary>Lists and reads the traces of one source. When the source fails, its pass ends, and those of the others go on.</summary>
internal sealed class SourceReader(
    ITraceClient client, TraceQuery query, ReplicationOptions options, SourceProgress progress, ReplicationCounters counters,
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

    /// <summary>The traces to copy in this pass: those that are listed, then
    /// those to read again. They are listed as they are copied.</summary>
    public async IAsyncEnumerable<TraceCandidate> PassAsync([EnumeratorCancellation] CancellationToken cancellationToken)
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
    public async Task<TraceRead?> ReadAsync(TraceCandidate candidate, CancellationToken cancellationToken)
    {
        if (_failure is not null)
            return null;
        try
        {
            var trace = await client.FindTraceAsync(candidate.Reference, cancellationToken).ConfigureAwait(false);
            _failuresInARow = 0;
            return new TraceRead(candidate, trace is null ? null : Transform(trace), Error: null);
        }
        catch (Exception exception)
        {
            // Whatever a source makes of a cancellation: it is the caller's.
            cancellationToken.ThrowIfCancellationRequested();
            var error = ToTraceClientException(exception, "FindTrace");
            Count(error);
            return new TraceRead(candidate, Trace: null, error);
        }
    }

    private bool Filter(TraceSummary summary)
    {
        try
        {
            return options.Filter?.Invoke(summary) != false;
        }
        catch (Exception exception) when (exception is not TraceClientException)
        {
            throw new TraceClientException(
                $"{nameof(ReplicationOptions.Filter)} failed with an unexpected {exception.GetType().Name}.", exception);
        }
    }

    private Trace Transform(Trace trace)
    {
        if (options.Transform is null)
            return trace;
        try
        {
            return options.Transform(trace) is { } changed && changed.Reference == trace.Reference
                ? changed
                : throw new TraceClientException(
                    $"{nameof(ReplicationOptions.Transform)} returned null or a trace with another reference. Return the same trace.");
        }
        catch (Exception exception) when (exception is not TraceClientException)
        {
            throw new TraceClientException(
                $"{nameof(ReplicationOptions.Transform)} failed with an unexpected {exception.GetType().Name}.", exception);
        }
    }

    private async IAsyncEnumerable<TraceCandidate> ListAsync(SourceWalk walk, [EnumeratorCancellation] CancellationToken cancellationToken)
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
                yield return new TraceCandidate(progress, summary.Reference, summary.RecordedAt?.UnixNanoseconds, Open: null);
        }

        if (_failure is null)
            progress.Complete(walk);
    }

    private bool IsWanted(TraceSummary summary)
    {
        counters.Listed();
        if (!options.Shard.Contains(summary.Reference))
            counters.OtherShard();
        else if ((!options.IncludeRequestTraces && IsOfRequest(summary)) || !Filter(summary))
            counters.FilteredOut();
        else if (!progress.Claim(summary))
            counters.AlreadyDone();
        else
            return true;
        return false;
    }

    // Kubiya records each request to its trace API as a trace: a run that copied those would never come to its end.
    private static bool IsOfRequest(TraceSummary summary) => summary is { Source: "kubiya", Name: "traces.list" or "traces.get" };

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

/// <summary>A trace that is to be copied.</summary>
/// <param name="Progress">The progress of its source.</param>
/// <param name="Reference">The reference of the trace.</param>
/// <param name="RecordedAt">The time at which its source recorded it; null when unknown.</param>
/// <param name="Open">What is known of it from before; null for a new one.</param>
internal sealed record TraceCandidate(SourceProgress Progress, TraceReference Reference, long? RecordedAt, OpenTrace? Open);

/// <summary>What the reading of a trace came to: the trace, an error, or neither when the source no longer has it.</summary>
internal sealed record TraceRead(TraceCandidate Candidate, Trace? Trace, TraceClientException? Error);
