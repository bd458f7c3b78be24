namespace TraceClient.Otlp;

/// <summary>Writes and reads warnings as a list of maps.</summary>
internal static class Warnings
{
    private const string Code = "code";
    private const string Message = "message";
    private const string SpanId = "span_id";

    public static AttributeValue Write(IEnumerable<TraceWarning> warnings) => AttributeValue.From(warnings.Select(warning =>
    {
        var map = AttributeMap.From([KeyValuePair.Create(Code, AttributeValue.From(warning.Code)),
            KeyValuePair.Create(Message, AttributeValue.From(warning.Message))]);
        return AttributeValue.From(warning.SpanId is { } span ? map.With(SpanId, span) : map);
    }));

    public static IReadOnlyList<TraceWarning> Read(AttributeValue list) =>
    [
        .. from item in list.AsList ?? []
           let map = item.AsMap
           where map?.GetString(Code) is not null && map.GetString(Message) is not null
           select new TraceWarning(map.GetString(Code)!, map.GetString(Message)!, map.GetString(SpanId)),
    ];

    /// <summary>Gets the warnings of a trace without those of its spans, which the assembly adds.</summary>
    public static List<TraceWarning> OfTraceOnly(Trace trace)
    {
        if (trace.Warnings.Count == 0)
            return [];

        var ofSpans = new Dictionary<TraceWarning, int>();
        foreach (var warning in trace.Spans.SelectMany(span => span.Warnings))
            ofSpans[warning] = ofSpans.GetValueOrDefault(warning) + 1;
        return trace.Warnings.Where(warning => !Take(ofSpans, warning)).ToList();
    }

    private static bool Take(Dictionary<TraceWarning, int> counts, TraceWarning warning)
    {
        var count = counts.GetValueOrDefault(warning);
        if (count > 0)
            counts[warning] = count - 1;
        return count > 0;
    }
}
