namespace TraceClient.Tool;

/// <summary>Polls one source for new traces.</summary>
/// <remarks>
/// Each poll lists the traces from one minute before the newest one, since traces can arrive out of order. Only the traces of that
/// minute are remembered.
/// </remarks>
/// <param name="client">The client.</param>
/// <param name="query">The query for one source. With <see cref="TraceQuery.From"/>, the first poll returns the existing traces from that
/// time; without, it returns none.</param>
/// <param name="clock">The clock, which limits the effect of traces with a time in the future.</param>
internal sealed class SourcePoller(ITraceClient client, TraceQuery query, TimeProvider clock)
{
    /// <summary>The maximum number of traces that one poll returns, the newest ones.</summary>
    public const int MaxTracesPerPoll = 1000;

    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);
    private readonly Dictionary<TraceReference, TraceTimestamp?> _seen = [];
    private TraceTimestamp? _horizon;
    private bool _hasStarted;
    private long _skipped;

    /// <summary>Gets the number of remembered traces.</summary>
    public int RememberedCount => _seen.Count;

    /// <summary>Returns the new traces, newest first.</summary>
    public async Task<IReadOnlyList<TraceSummary>> PollAsync(CancellationToken cancellationToken)
    {
        if (!_hasStarted && query.From is null)
        {
            await StartAtEndAsync(cancellationToken);
            _hasStarted = true;
            return [];
        }

        _hasStarted = true;
        return await ReadAsync(cancellationToken);
    }

    /// <summary>Returns how many new traces were skipped since the last call because of the limit.</summary>
    public long TakeSkippedCount()
    {
        var count = _skipped;
        _skipped = 0;
        return count;
    }

    private async Task StartAtEndAsync(CancellationToken cancellationToken)
    {
        await foreach (var newest in client.ListTracesAsync(query with { Limit = 1 }, cancellationToken))
            MoveHorizon(newest.RecordedAt);
        if (_horizon is not null)
            await ReadAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<TraceSummary>> ReadAsync(CancellationToken cancellationToken)
    {
        var from = _horizon?.ToDateTimeOffset() is { } horizon && !(query.From > horizon) ? horizon : query.From;
        var added = new List<TraceSummary>();
        TraceTimestamp? newest = null;
        await foreach (var trace in client.ListTracesAsync(query with { From = from }, cancellationToken))
        {
            newest ??= trace.RecordedAt;
            var isFull = added.Count == MaxTracesPerPoll;
            // Beyond the limit, only traces that the next poll would list again need to be remembered.
            if (isFull && (newest is not { } end || trace.RecordedAt is not { } time || end - time > Overlap))
                break;
            if (!_seen.TryAdd(trace.Reference, trace.RecordedAt))
                continue;
            if (isFull)
                _skipped++;
            else
                added.Add(trace);
        }

        MoveHorizon(newest);
        return added;
    }

    private void MoveHorizon(TraceTimestamp? newest)
    {
        if (newest is not { } time)
            return;
        var now = TraceTimestamp.FromDateTimeOffset(clock.GetUtcNow());
        var horizon = (time < now ? time : now) + -Overlap;
        if (_horizon is { } before && before >= horizon)
            return;
        _horizon = horizon;
        foreach (var reference in _seen.Where(entry => entry.Value is null || entry.Value < horizon).Select(entry => entry.Key).ToList())
            _seen.Remove(reference);
    }
}
