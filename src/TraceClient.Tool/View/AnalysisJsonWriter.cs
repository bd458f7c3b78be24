using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Writes what the analysis computes of a trace, and comparisons, for the page.</summary>
internal static class AnalysisJsonWriter
{
    private const int MaxGaps = 20;

    /// <summary>Writes the critical path, the gaps and the groups of the spans.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="indexOf">Returns the index of a span in the page.</param>
    /// <param name="origin">The time from which the page counts.</param>
    public static void Write(Utf8JsonWriter json, Trace trace, Func<Span, int?> indexOf, TimeOrigin origin)
    {
        json.WriteStartObject();
        json.WriteStartArray("criticalPath");
        foreach (var segment in trace.CriticalPath())
        {
            json.WriteStartArray();
            WriteIndex(json, indexOf(segment.Span));
            origin.Write(json, segment.StartTime);
            origin.Write(json, segment.EndTime);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        var gaps = trace.FindGaps();
        json.WriteNumber("gapCount", gaps.Count);
        json.WriteStartArray("gaps");
        foreach (var gap in gaps.Take(MaxGaps))
        {
            json.WriteStartArray();
            WriteIndex(json, indexOf(gap.Before));
            WriteIndex(json, indexOf(gap.After));
            PageJsonWriter.WriteDuration(json, gap.Duration);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        var ids = trace.Spans.DistinctBy(span => span.Id, StringComparer.Ordinal).ToDictionary(span => span.Id, StringComparer.Ordinal);
        json.WriteStartObject("groups");
        foreach (var by in (ReadOnlySpan<StatisticsProperty>)[StatisticsProperty.SpanName, StatisticsProperty.SpanType,
            StatisticsProperty.Model])
        {
            json.WriteStartArray(by == StatisticsProperty.SpanName ? "name" : by.Name);
            foreach (var group in trace.GroupSpans(by))
                Write(json, group, id => indexOf(ids[id]));
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes the first line of a comparison: the traces, and what differs between them as a whole.</summary>
    public static void WriteHeader(Utf8JsonWriter json, TraceComparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("baseline", comparison.Baseline.Reference.ToString());
        json.WriteString("other", comparison.Other.Reference.ToString());
        json.WritePropertyName("differences");
        Write(json, comparison.Differences);
        json.WriteEndObject();
    }

    /// <summary>
    /// Writes a line of a comparison: the changes as one number, the depth, the indexes of the span in both traces, and its differences.
    /// </summary>
    public static void Write(Utf8JsonWriter json, SpanComparison span, Func<Span, int?> indexInBaseline, Func<Span, int?> indexInOther)
    {
        json.WriteStartArray();
        json.WriteNumberValue((int)span.Change);
        json.WriteNumberValue(span.Depth);
        WriteIndex(json, span.Baseline is null ? null : indexInBaseline(span.Baseline));
        WriteIndex(json, span.Other is null ? null : indexInOther(span.Other));
        Write(json, span.Differences);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<TraceDifference> differences)
    {
        json.WriteStartArray();
        foreach (var (property, baseline, other) in differences)
        {
            json.WriteStartArray();
            json.WriteStringValue(property);
            WriteValue(json, property, baseline);
            WriteValue(json, property, other);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    // Durations are numbers on the page, so that it shows them as all others.
    private static void WriteValue(Utf8JsonWriter json, string property, string? value)
    {
        if (property == "duration" && value is not null)
            PageJsonWriter.WriteDuration(json, TimeSpan.Parse(value, CultureInfo.InvariantCulture));
        else
            json.WriteStringValue(value);
    }

    private static void Write(Utf8JsonWriter json, StatisticsGroup group, Func<string, int?> indexOf)
    {
        json.WriteStartObject();
        json.WriteString("key", group.Key);
        json.WriteNumber("count", group.Count);
        json.WriteNumber("errors", group.ErrorCount);
        WriteDuration(json, "total", group.TotalTime);
        WriteDuration(json, "self", group.SelfTime);
        WriteDuration(json, "p95", group.Durations.Quantile(0.95));
        WriteDuration(json, "longest", group.Durations.Max);
        PageJsonWriter.WriteUsage(json, group.Usage);
        json.WritePropertyName("slowest");
        WriteIndex(json, group.Slowest is null ? null : indexOf(group.Slowest.SpanId));
        json.WriteEndObject();
    }

    private static void WriteDuration(Utf8JsonWriter json, string name, TimeSpan? duration)
    {
        json.WritePropertyName(name);
        PageJsonWriter.WriteDuration(json, duration);
    }

    private static void WriteIndex(Utf8JsonWriter json, int? index)
    {
        if (index is { } known)
            json.WriteNumberValue(known);
        else
            json.WriteNullValue();
    }
}
