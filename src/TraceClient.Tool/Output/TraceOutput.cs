namespace TraceClient.Tool;

/// <summary>Writes traces in the output format.</summary>
internal abstract class TraceOutput : IDisposable
{
    public abstract void Write(Trace trace, SpanSelection spans);

    public virtual void Finish()
    {
    }

    public virtual void Dispose()
    {
    }
}

/// <summary>Writes one trace as an object, or several as an array.</summary>
internal sealed class TraceJsonOutput(CommandContext context, bool isSingle) : TraceOutput
{
    private readonly JsonOutput? _array = isSingle ? null : JsonOutput.Array(context);
    private readonly Action<Utf8JsonWriter, Record> _record = ContentOption.WriterOf(context);

    public override void Write(Trace trace, SpanSelection spans)
    {
        if (_array is null)
            JsonOutput.One(context, (trace, spans), Write);
        else
            _array.Write((trace, spans), Write);
    }

    public override void Finish() => _array?.Finish();

    public override void Dispose()
    {
        _array?.Dispose();
        base.Dispose();
    }

    private void Write(Utf8JsonWriter writer, (Trace Trace, SpanSelection Spans) one) => writer.WriteObject(one, (writer, one) =>
    {
        TraceJsonWriter.WriteHeader(writer, one.Trace);
        TraceJsonWriter.WriteSpans(writer, one.Spans.Spans, _record);
    });
}

/// <summary>Writes one span per line, each with the reference of its trace.</summary>
internal sealed class SpanJsonLinesOutput(CommandContext context) : TraceOutput
{
    private readonly JsonOutput _lines = JsonOutput.Array(context);
    private readonly Action<Utf8JsonWriter, Record> _record = ContentOption.WriterOf(context);

    public override void Write(Trace trace, SpanSelection spans)
    {
        foreach (var span in spans.Spans)
            _lines.Write((trace, span), Write);
    }

    public override void Finish() => _lines.Finish();

    public override void Dispose()
    {
        _lines.Dispose();
        base.Dispose();
    }

    private void Write(Utf8JsonWriter writer, (Trace Trace, Span Span) line) => writer.WriteObject(
        line, (writer, line) => TraceJsonWriter.Write(writer.Write("trace", line.Trace.Reference.ToString()), line.Span, _record));
}

/// <summary>Writes one span per row, with attributes as JSON.</summary>
internal sealed class SpanCsvOutput : TraceOutput
{
    private readonly CsvOutput _csv;

    public SpanCsvOutput(CsvOutput csv)
    {
        _csv = csv;
        _csv.Header(
            "trace", "id", "parentId", "name", "type", "kind", "status", "statusMessage", "startTime", "endTime", "durationMs", "records",
            "links", "attributes", "resource");
    }

    public override void Write(Trace trace, SpanSelection spans)
    {
        foreach (var span in spans.Spans)
            Write(trace.Reference, span);
    }

    /// <summary>Writes one span.</summary>
    public void Write(TraceReference trace, Span span) => _csv.Row(
        trace.ToString(),
        span.Id,
        span.ParentId,
        span.Name,
        span.Type.Value,
        span.Kind.ToString(),
        span.Status.ToString(),
        span.StatusMessage,
        span.StartTime?.ToString(),
        span.EndTime?.ToString(),
        span.Duration,
        span.Records.Count,
        span.Links.Count,
        AttributeValue.From(span.Attributes).ToString(),
        AttributeValue.From(span.Resource).ToString());
}
