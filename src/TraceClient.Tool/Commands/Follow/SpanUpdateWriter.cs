namespace TraceClient.Tool;

/// <summary>Writes added and changed spans of a followed trace in the output format.</summary>
internal abstract class SpanUpdateWriter : IDisposable
{
    public static SpanUpdateWriter Of(CommandContext context) => context.Format switch
    {
        OutputFormat.Table => new Lines(context.Screen),
        OutputFormat.Csv or OutputFormat.Rows => new Rows(CsvOutput.Of(context)),
        _ => new Objects(JsonOutput.Lines(context), ContentOption.WriterOf(context)),
    };

    /// <summary>Writes an added or changed span.</summary>
    public abstract void Write(Trace trace, Span span, bool isNew);

    /// <summary>Writes the end of the trace.</summary>
    public virtual void End(Trace trace)
    {
    }

    public virtual void Dispose()
    {
    }

    private sealed class Lines(Screen screen) : SpanUpdateWriter
    {
        private const int TypeWidth = 10;

        public override void Write(Trace trace, Span span, bool isNew)
        {
            var type = CellText.Cut(TerminalText.OneLine(span.Type.Value), TypeWidth);
            screen.Line(
                (isNew ? "+ " : "~ ", isNew ? Styles.Good : Styles.Warning),
                (CellText.Pad(type, TypeWidth) + "  ", TypeStyles.Of(span.Type)),
                ($"{ValueText.Of(span.Status),-5}  ", Styles.Of(span.Status)),
                ($"{ValueText.Of(span.Duration),8}  ", Styles.Plain),
                (span.Name, span.Status == SpanStatus.Error ? Styles.Bad : Styles.Plain),
                (span is { Status: SpanStatus.Error, StatusMessage: { Length: > 0 } message } ? $"  {message}" : "", Styles.Bad));
        }

        public override void End(Trace trace)
        {
            screen.Line();
            TraceHeader.Write(screen, trace);
        }
    }

    private sealed class Rows : SpanUpdateWriter
    {
        private readonly SpanCsvOutput _csv;

        public Rows(CsvOutput csv) => _csv = new SpanCsvOutput(csv);

        public override void Write(Trace trace, Span span, bool isNew) => _csv.Write(trace.Reference, span);
    }

    private sealed class Objects(JsonOutput lines, Action<Utf8JsonWriter, Record> record) : SpanUpdateWriter
    {
        public override void Write(Trace trace, Span span, bool isNew) =>
            lines.Write((trace, span, isNew), (writer, update) =>
            {
                writer.WriteStartObject();
                writer.Write("event", update.isNew ? "added" : "changed").Write("trace", update.trace.Reference.ToString());
                TraceJsonWriter.Write(writer, update.span, record);
                writer.WriteEndObject();
            });

        public override void End(Trace trace) => lines.Write(trace, static (writer, ended) =>
        {
            writer.WriteStartObject();
            writer.WriteString("event", "ended");
            TraceJsonWriter.WriteHeader(writer, ended);
            writer.WriteEndObject();
        });

        public override void Dispose()
        {
            lines.Dispose();
            base.Dispose();
        }
    }
}
