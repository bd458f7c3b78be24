namespace TraceClient.Tool;

/// <summary>The end of one source's list: what has been added since the last look.</summary>
/// <remarks>
/// Each look reads what was recorded from a minute before the newest trace on, since traces can come out of order; only those of
/// that minute are remembered.
/// </remarks>
/// <param name="client">The client.</param>
/// <param name="query">Which traces, of one source. With <see cref="TraceQuery.From"/>
/// what is there from then on is new at the first look, else nothing is.</param>
/// <param name="clock">Tells the time by which a trace that claims to come from the future is not believed.</param>
internal sealed class TraceTail(ITraceClient client, TraceQuery query, TimeProvider clock)
{
    /// <summary>How many new traces one look gives at most, the newest ones.</summary>
    public const int MostAtOnce = 1000;

    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);
    private readonly Dictionary<TraceReference, TraceTimestamp?> _seen = [];
    private TraceTimestamp? _horizon;
    private bool _hasStarted;
    private long _leftOut;

    /// <summary>How many traces are remembered.</summary>
    public int Remembered => _seen.Count;

    /// <summary>What is new, newest first.</summary>
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

    /// <summary>How many new traces were too many to give since the last call.</summary>
    public long TakeLeftOut()
    {
        var count = _leftOut;
        _leftOut = 0;
        return count;
    }

    private async Task StartAtEndAsync(CancellationToken cancellationToken)
    {
        await foreach (var newest in client.ListTracesAsync(query with { Limit = 1 }, cancellationToken))
            MoveTo(newest.RecordedAt);
        if (_horizon is not null)
            await ReadAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<TraceSummary>> ReadAsync(CancellationToken cancellationToken)
    {
        var from = _horizon?.ToDateTimeOffset() is { } horizon && !(query.From > horizon) ? horizon : query.From;
        var news = new List<TraceSummary>();
        TraceTimestamp? newest = null;
        await foreach (var trace in client.ListTracesAsync(query with { From = from }, cancellationToken))
        {
            newest ??= trace.RecordedAt;
            var isFull = news.Count == MostAtOnce;
            // Beyond the most only those are looked at that the next look would come upon again.
            if (isFull && (newest is not { } end || trace.RecordedAt is not { } time || end - time > Overlap))
                break;
            if (!_seen.TryAdd(trace.Reference, trace.RecordedAt))
                continue;
            if (isFull)
                _leftOut++;
            else
                news.Add(trace);
        }

        MoveTo(newest);
        return news;
    }

    private void MoveTo(TraceTimestamp? newest)
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
