namespace TraceClient.Testing;

/// <summary>The totals of the two stats endpoints. Times are ticks.</summary>
internal sealed class KubiyaTotals
{
    private long _durations;
    private long _ended;

    public long Traces { get; private set; }

    public long Successes { get; private set; }

    public long Errors { get; private set; }

    public long Running { get; private set; }

    public long Spans { get; private set; }

    public long? Oldest { get; private set; }

    public long? Newest { get; private set; }

    /// <summary>Gets the error rate in percent.</summary>
    public double ErrorRate => Traces == 0 ? 0 : Math.Round(100.0 * Errors / Traces, 2);

    public double? AverageDuration => _ended == 0 ? null : Math.Round((double)_durations / _ended, 2);

    public static KubiyaTotals Of(KubiyaStore store, TimeWindow time)
    {
        var totals = new KubiyaTotals();
        foreach (var entry in store.Timeline.Descending(time))
            totals.Add(store.Resolve(entry));
        return totals;
    }

    private void Add(KubiyaTrace trace)
    {
        Traces++;
        Spans += trace.SpanCount;
        Oldest = trace.StartedAt;
        Newest ??= trace.StartedAt;
        switch (trace.Status)
        {
            case "success":
                Successes++;
                break;
            case "error":
                Errors++;
                break;
            case "running":
                Running++;
                break;
        }

        if (trace.DurationMs is { } duration)
        {
            _durations += duration;
            _ended++;
        }
    }
}
