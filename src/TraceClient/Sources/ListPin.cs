namespace TraceClient;

/// <summary>Keeps the offsets of a list in place while new traces arrive: from
/// the second page on nothing newer than the first page is requested.</summary>
/// <param name="to">The caller's own upper bound.</param>
/// <param name="now">This machine's time when the list began.</param>
/// <param name="resolution">What a time of the service can have lost when it was written.</param>
internal sealed class ListPin(DateTimeOffset? to, DateTimeOffset now, TimeSpan resolution)
{
    private DateTimeOffset _latest = now;

    /// <summary>The upper bound in UTC.</summary>
    public DateTimeOffset At => to < _latest ? to.Value.ToUniversalTime() : _latest;

    /// <summary>Takes the time of a trace of the list: the service's clock can be ahead of this one.</summary>
    public void Saw(TraceTimestamp? recordedAt)
    {
        if (recordedAt?.ToDateTimeOffset() + resolution is { } time && time > _latest)
            _latest = time;
    }
}
