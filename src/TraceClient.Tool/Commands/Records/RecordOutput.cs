namespace TraceClient.Tool;

/// <summary>Writes records in the output format.</summary>
internal abstract class RecordOutput : IDisposable
{
    public static RecordOutput Of(CommandContext context) => context.Format switch
    {
        OutputFormat.Table => new RecordDiffOutput(context.Screen),
        OutputFormat.Csv or OutputFormat.Rows => new RecordCsvOutput(CsvOutput.Of(context)),
        _ => new RecordJsonOutput(JsonOutput.Array(context)),
    };

    /// <summary>Begins a trace.</summary>
    public virtual void Begin(Trace trace)
    {
    }

    public abstract void Write(Trace trace, RecordStep step);

    public virtual void Finish()
    {
    }

    public virtual void Dispose()
    {
    }
}

/// <summary>Writes records as CSV, with bodies, attributes and changes as JSON.</summary>
internal sealed class RecordCsvOutput : RecordOutput
{
    private readonly CsvOutput _csv;

    public RecordCsvOutput(CsvOutput csv)
    {
        _csv = csv;
        _csv.Header(
            "trace", "step", "spanId", "spanName", "spanType", "kind", "name", "timestamp", "body", "attributes", "change", "changes");
    }

    public override void Write(Trace trace, RecordStep step)
    {
        foreach (var (record, change) in step.Entries)
        {
            _csv.Row(
                trace.Reference.ToString(),
                step.Number,
                step.Span.Id,
                step.Span.Name,
                step.Span.Type.Value,
                record.Kind.ToString(),
                record.Name,
                record.Timestamp?.ToString(),
                record.Body.IsNull ? null : record.Body.ToString(),
                record.Attributes.Count == 0 ? null : AttributeValue.From(record.Attributes).ToString(),
                change is null ? null : ChangeText.Of(change.Kind),
                change is { Values.Count: > 0 } ? JsonOf(change.Values) : null);
        }
    }

    private static string JsonOf(IReadOnlyList<ValueChange> changes)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            RecordJsonOutput.WriteChanges(writer, changes);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

/// <summary>Writes records as JSON, each with its span and its change.</summary>
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

    /// <summary>Writes changes as RFC 6902 operations, each with the previous value.</summary>
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
            if (value is not { } known)
                return;
            writer.WritePropertyName(name);
            JsonValueWriter.Write(writer, known);
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
            writer.WriteString("change", ChangeText.Of(change.Kind));
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
