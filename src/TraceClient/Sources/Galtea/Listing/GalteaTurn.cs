namespace TraceClient.Galtea;

/// <summary>What the spans of one turn come to, without the spans: it takes them one by one.</summary>
internal sealed class GalteaTurn
{
    private readonly List<SpanType> _types = [];
    private Span? _first;

    /// <summary>True when rows may be missing, so that nothing can be counted.</summary>
    public bool IsPartial { get; set; }

    public int SpanCount { get; private set; }

    public int ErrorCount { get; private set; }

    public TraceTimestamp? StartTime { get; private set; }

    public TraceTimestamp? EndTime { get; private set; }

    /// <summary>The types of the spans, each once.</summary>
    public IReadOnlyList<SpanType> SpanTypes => _types;

    /// <summary>The name of the first root by start; of the first span where there is no root, null where there is no span.</summary>
    public string? Name => _first?.Name;

    /// <summary>The model of the first model call that came and says one.</summary>
    public string? Model { get; private set; }

    /// <summary>Gets the name of a turn with the given spans.</summary>
    public static string? NameOf(IReadOnlyList<Span> spans) =>
        spans.Aggregate((Span?)null, static (first, span) => first is null || IsBefore(span, first) ? span : first)?.Name;

    public void Add(Span span)
    {
        SpanCount++;
        if (span.Status == SpanStatus.Error)
            ErrorCount++;
        if (!_types.Contains(span.Type))
            _types.Add(span.Type);
        if (Model is null && span.Type == SpanType.Generation)
            Model = span.GenAI?.Model;
        if (StartTime is null || span.StartTime < StartTime)
            StartTime = span.StartTime ?? StartTime;

        // A trace leaves out an end before the start, and so does its summary.
        if (!(span.EndTime < span.StartTime) && (EndTime is null || span.EndTime > EndTime))
            EndTime = span.EndTime ?? EndTime;
        if (_first is null || IsBefore(span, _first))
            _first = span with { Records = [], Attributes = AttributeMap.Empty };
    }

    private static bool IsBefore(Span span, Span other) => span.ParentId is null == other.ParentId is null
        ? SpanOrder.ByStart.Compare(span, other) < 0
        : span.ParentId is null;
}
