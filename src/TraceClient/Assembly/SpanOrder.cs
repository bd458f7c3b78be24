namespace TraceClient;

/// <summary>By start, or by the end where the start is unknown, then by id; spans without any time come last.</summary>
internal sealed class SpanOrder : IComparer<Span>
{
    public static SpanOrder ByStart { get; } = new();

    public int Compare(Span? x, Span? y) =>
        TimeOf(x!).CompareTo(TimeOf(y!)) is not 0 and var byTime ? byTime : string.CompareOrdinal(x!.Id, y!.Id);

    private static long TimeOf(Span span) => (span.StartTime ?? span.EndTime)?.UnixNanoseconds ?? long.MaxValue;
}
