namespace TraceClient.Analysis;

/// <summary>Orders spans alike for each run.</summary>
internal static class StableOrder
{
    /// <summary>
    /// Orders spans that start at one time by name and type: they are in the order of their ids, which differ from run to run. The others
    /// keep their order, and so do spans without a start.
    /// </summary>
    /// <param name="spans">The spans, by start.</param>
    /// <param name="spanOf">Returns the span of an element.</param>
    /// <param name="levelOf">Returns a number that counts before the name; null for none.</param>
    public static IEnumerable<T> Of<T>(IEnumerable<T> spans, Func<T, Span> spanOf, Func<T, int>? levelOf = null)
    {
        var (time, number) = (default(TraceTimestamp?), 0);
        return spans.Select(one => (One: one, Span: spanOf(one)))
            .Select(one => (one.One, one.Span, Time: NumberOf(one.Span.StartTime)))
            .OrderBy(one => one.Time)
            .ThenBy(one => levelOf?.Invoke(one.One))
            .ThenBy(one => one.Span.Name, StringComparer.Ordinal)
            .ThenBy(one => one.Span.Type.Value, StringComparer.OrdinalIgnoreCase)
            .Select(one => one.One);

        int NumberOf(TraceTimestamp? start)
        {
            if (start is null || start != time)
                number++;
            time = start;
            return number;
        }
    }
}
