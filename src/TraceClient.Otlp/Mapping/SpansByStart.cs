namespace TraceClient.Otlp;

/// <summary>The default order of spans: by start, or by end if the start is unknown, then by id.</summary>
internal sealed class SpansByStart : IComparer<Span>
{
    public static SpansByStart Instance { get; } = new();

    public static bool IsSorted(IReadOnlyList<Span> spans)
    {
        for (var i = 1; i < spans.Count; i++)
        {
            if (Instance.Compare(spans[i - 1], spans[i]) > 0)
                return false;
        }

        return true;
    }

    public int Compare(Span? x, Span? y)
    {
        var byTime = TimeOf(x!).CompareTo(TimeOf(y!));
        return byTime != 0 ? byTime : string.CompareOrdinal(x!.Id, y!.Id);
    }

    private static long TimeOf(Span span) => (span.StartTime ?? span.EndTime)?.UnixNanoseconds ?? long.MaxValue;
}
