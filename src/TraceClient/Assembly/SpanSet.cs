namespace TraceClient;

/// <summary>Keeps each span once.</summary>
internal static class SpanSet
{
    public static Span[] Distinct(IEnumerable<Span> spans, SpanWarnings warnings)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        var unique = new List<Span>();
        foreach (var span in spans)
        {
            if (indexes.TryAdd(span.Id, unique.Count))
                unique.Add(span);
            else
                Merge(unique, indexes[span.Id], span, warnings);
        }

        return [.. unique];
    }

    private static void Merge(List<Span> unique, int index, Span again, SpanWarnings warnings)
    {
        if (unique[index].Equals(again))
        {
            warnings.Add(again.Id, TraceWarningCodes.RepeatedSpan, "The span came more than once; it is kept once.");
            return;
        }

        // The later answer of a source is the fresher one.
        unique[index] = again;
        warnings.Add(again.Id, TraceWarningCodes.ConflictingSpan, "Different spans came under this id; the last one is kept.");
    }
}

/// <summary>By start, or by the end where the start is unknown, then by id; spans without any time come last.</summary>
internal sealed class SpanOrder : IComparer<Span>
{
    public static SpanOrder ByStart { get; } = new();

    public int Compare(Span? x, Span? y)
    {
        var byTime = TimeOf(x!).CompareTo(TimeOf(y!));
        return byTime != 0 ? byTime : string.CompareOrdinal(x!.Id, y!.Id);
    }

    private static long TimeOf(Span span) => (span.StartTime ?? span.EndTime)?.UnixNanoseconds ?? long.MaxValue;
}
