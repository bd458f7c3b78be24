namespace TraceClient.Tool;

/// <summary>Records as JSON, each with its span, and what the step did to it.</summary>
internal sealed class RecordJsonOutput(JsonOutput json) : RecordOutput
{
    public override void Write(Trace trace, RecordStep step)
    {
        foreach (var entry in step.Entries)
            json.Write((trace, step, entry), static (writer, row) => Write(writer, row.trace, row.step, row.entry));
    }

    public override void Finish() => json.Finish();

    public override void Dispose()
    {
        json.Dispose();
        base.Dispose();
    }

    /// <summary>The changes as a list of RFC 6902 operations on the record, with the value before beside them.</summary>
    public static void WriteChanges(Utf8JsonWriter writer, IReadOnlyList<ValueChange> changes)
    {
        writer.WriteStartArray();
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WriteString("op", change.Kind switch { ChangeKind.Added => "add", ChangeKind.Removed => "remove", _ => "replace" });
            writer.WriteString("path", PointerTo(change.Path));
            Write("before", change.Before);
            Write("value", change.After);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();

        void Write(string name, AttributeValue? value)
        {
            if (value is not { } there)
                return;
            writer.WritePropertyName(name);
            JsonValueWriter.Write(writer, there);
        }
    }

    private static void Write(Utf8JsonWriter writer, Trace trace, RecordStep step, RecordEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("trace", trace.Reference.ToString());
        writer.WriteNumber("step", step.Number);
        writer.WriteString("spanId", step.Span.Id);
        writer.WriteString("spanName", step.Span.Name);
        writer.WriteString("spanType", step.Span.Type.Value);
        ContentOption.Write(writer, entry.Record);
        if (entry.Change is { } change)
        {
            writer.WriteString("change", RecordWords.Of(change.Kind));
            if (change.Values.Count > 0)
            {
                writer.WritePropertyName("changes");
                WriteChanges(writer, change.Values);
            }
        }

        writer.WriteEndObject();
    }

    private static string PointerTo(IReadOnlyList<string> path) => string.Concat(path.Select(key => string.Create(
        CultureInfo.InvariantCulture,
        $"/{key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}")));
}
