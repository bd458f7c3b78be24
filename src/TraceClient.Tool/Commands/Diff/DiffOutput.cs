using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Writes a comparison in the output format.</summary>
internal static class DiffOutput
{
    private static readonly string[] Bodies = ["arguments", "input", "output"];

    public static void Write(CommandContext context, TraceComparison comparison, bool all, bool hasContent)
    {
        switch (context.Format)
        {
            case OutputFormat.Table:
                new DiffTree(context.Screen, comparison, hasContent).Write(all);
                break;
            case OutputFormat.Csv or OutputFormat.Rows:
                WriteCsv(CsvOutput.Of(context), comparison);
                break;
            case OutputFormat.JsonLines:
                using (var lines = JsonOutput.Lines(context))
                {
                    foreach (var span in comparison.Spans)
                        lines.Write(span, (writer, one) => DiffJson.Write(writer, one, hasContent));
                }

                break;
            default:
                JsonOutput.One(context, comparison, (writer, one) => DiffJson.Write(writer, one, hasContent));
                break;
        }
    }

    /// <summary>Returns whether the values of a difference are those of a record or of arguments.</summary>
    public static bool IsBody(TraceDifference difference) => Bodies.Contains(difference.Property, StringComparer.Ordinal);

    /// <summary>Returns the changes in lower case.</summary>
    public static IEnumerable<string> NamesOf(SpanChange change) =>
        Enum.GetValues<SpanChange>().Where(one => one != SpanChange.None && change.HasFlag(one)).Select(one => one switch
        {
            SpanChange.Added => "added",
            SpanChange.Removed => "removed",
            SpanChange.Moved => "moved",
            _ => "changed",
        });

    private static void WriteCsv(CsvOutput csv, TraceComparison comparison)
    {
        csv.Header("change", "depth", "type", "name", "baselineId", "otherId", "differences");
        foreach (var span in comparison.Spans)
        {
            csv.Row(
                string.Join(' ', NamesOf(span.Change)), span.Depth, span.Span.Type.Value, span.Span.Name,
                span.Baseline?.Id, span.Other?.Id, string.Join(' ', span.Differences.Select(difference => difference.Property)));
        }
    }
}

/// <summary>Writes a comparison as JSON.</summary>
internal static class DiffJson
{
    public static void Write(Utf8JsonWriter writer, TraceComparison comparison, bool hasContent)
    {
        writer.WriteStartObject();
        writer.WriteString("baseline", comparison.Baseline.Reference.ToString());
        writer.WriteString("other", comparison.Other.Reference.ToString());
        writer.WriteBoolean("equal", comparison.AreEqual);
        Write(writer, comparison.Differences, hasContent);
        writer.WriteStartArray("spans");
        foreach (var span in comparison.Spans)
            Write(writer, span, hasContent);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, SpanComparison span, bool hasContent)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("change");
        foreach (var change in DiffOutput.NamesOf(span.Change))
            writer.WriteStringValue(change);
        writer.WriteEndArray();
        writer.WriteNumber("depth", span.Depth);
        writer.WriteString("type", span.Span.Type.Value);
        writer.WriteString("name", span.Span.Name);
        JsonMembers.Write(writer, "baselineId", span.Baseline?.Id);
        JsonMembers.Write(writer, "otherId", span.Other?.Id);
        Write(writer, span.Differences, hasContent);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<TraceDifference> differences, bool hasContent)
    {
        writer.WriteStartArray("differences");
        foreach (var difference in differences)
        {
            writer.WriteStartObject();
            writer.WriteString("property", difference.Property);
            if (hasContent || !DiffOutput.IsBody(difference))
            {
                JsonMembers.Write(writer, "baseline", difference.Baseline);
                JsonMembers.Write(writer, "other", difference.Other);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
