namespace TraceClient.Tool;

/// <summary>Provides the sort orders of a list.</summary>
internal static class SummaryOrder
{
    public const string Newest = "newest";

    public static IReadOnlyList<string> Names { get; } = [Newest, "oldest", "duration", "spans", "errors", "name"];

    /// <summary>Returns the comparer of an order. Traces without the value come last.</summary>
    public static IComparer<TraceSummary> By(string name) => Comparer<TraceSummary>.Create(name switch
    {
        "oldest" => static (left, right) => Compare(left.RecordedAt ?? left.StartTime, right.RecordedAt ?? right.StartTime),
        "duration" => static (left, right) => Compare(right.Duration, left.Duration, isDescending: true),
        "spans" => static (left, right) => Compare(right.SpanCount, left.SpanCount, isDescending: true),
        "errors" => static (left, right) => Compare(right.ErrorCount, left.ErrorCount, isDescending: true),
        "name" => static (left, right) => string.CompareOrdinal(left.Name, right.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown order."),
    });

    private static int Compare<T>(T? first, T? second, bool isDescending = false)
        where T : struct, IComparable<T> => (first, second) switch
        {
            (null, null) => 0,
            (null, _) => isDescending ? -1 : 1,
            (_, null) => isDescending ? 1 : -1,
            var (one, other) => one.Value.CompareTo(other.Value),
        };
}
