namespace TraceClient.Tool;

/// <summary>Records as comma-separated values; bodies, attributes and changes as JSON.</summary>
internal sealed class RecordCsv : RecordOutput
{
    private readonly CsvOutput _csv;

    public RecordCsv(TextWriter writer)
    {
        _csv = new CsvOutput(writer);
        _csv.Row("trace", "step", "spanId", "spanName", "spanType", "kind", "name", "timestamp", "body", "attributes", "change", "changes");
    }

    public override void Write(Trace trace, RecordStep step)
    {
        foreach (var (record, change) in step.Entries)
        {
            _csv.Row(
                trace.Reference.ToString(),
                step.Number.ToString(CultureInfo.InvariantCulture),
                step.Span.Id,
                step.Span.Name,
                step.Span.Type.Value,
                record.Kind.ToString(),
                record.Name,
                record.Timestamp?.ToString(),
                record.Body.IsNull ? null : record.Body.ToString(),
                record.Attributes.Count == 0 ? null : AttributeValue.From(record.Attributes).ToString(),
                change is null ? null : RecordWords.Of(change.Kind),
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
