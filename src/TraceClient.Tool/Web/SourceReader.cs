namespace TraceClient.Tool;

/// <summary>Reads the newest traces of one source, and then those that are new or may have changed.</summary>
/// <remarks>
/// Each further read lists the traces from one minute before the newest one, since traces can arrive out of order, or from the oldest
/// trace of the last hour that was running. In contrast to <see cref="SourcePoller"/>, it returns known traces again, which can have ended.
/// </remarks>
/// <param name="client">The client.</param>
/// <param name="source">The name of the source.</param>
/// <param name="limit">The maximum number of traces of the first read; null for all.</param>
/// <param name="clock">The clock, which limits the effect of traces with a time in the future.</param>
internal sealed class SourceReader(ITraceClient client, string source, int? limit, TimeProvider clock)
{
    private const int FirstBatch = 50;
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxRunningAge = TimeSpan.FromHours(1);
    private TraceTimestamp? _newest;

    /// <summary>Gets the name of the source.</summary>
    public string Source => source;

    /// <summary>Reads traces in batches, each twice as large as the one before, so that the first traces can be shown soon.</summary>
    /// <param name="oldestRunning">Returns the time of the oldest running trace since a time.</param>
    /// <param name="cancellationToken">The token to cancel the operation.</param>
    public async IAsyncEnumerable<IReadOnlyCollection<TraceSummary>> ReadAsync(
        Func<TraceTimestamp, TraceTimestamp?> oldestRunning, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = TraceTimestamp.FromDateTimeOffset(clock.GetUtcNow());
        var query = new TraceQuery { Sources = [source], Limit = _newest is null ? limit : SourcePoller.MaxTracesPerPoll };
        if (_newest is { } known)
        {
            var horizon = (known < now ? known : now) + -Overlap;
            var running = oldestRunning(now + -MaxRunningAge);
            query = query with { From = (running < horizon ? running.Value : horizon).ToDateTimeOffset() };
        }

        TraceTimestamp? newest = null;
        var batch = new List<TraceSummary>();
        var size = FirstBatch;
        await using var list = client.ListTracesAsync(query, cancellationToken).GetAsyncEnumerator(cancellationToken);
        Exception? failure = null;
        while (failure is null)
        {
            try
            {
                if (!await list.MoveNextAsync())
                    break;
            }
            catch (TraceClientException exception)
            {
                failure = exception;
                break;
            }

            newest ??= list.Current.RecordedAt;
            batch.Add(list.Current);
            if (batch.Count < size)
                continue;
            yield return batch;
            (batch, size) = ([], size * 2);
        }

        // The traces before a failure are valid.
        if (batch.Count > 0)
            yield return batch;
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        _newest = newest ?? _newest;
    }
}
