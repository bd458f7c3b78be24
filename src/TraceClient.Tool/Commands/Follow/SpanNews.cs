namespace TraceClient.Tool;

/// <summary>The spans of a trace as they come, in one of the forms.</summary>
internal abstract class SpanNews : IDisposable
{
    public static SpanNews Of(CommandContext context) => context.Format switch
    {
        OutputFormat.Table => new Lines(context.Screen),
        OutputFormat.Csv => new Rows(context.Streams.Out),
        _ => new Objects(JsonOutput.Lines(context), ContentOption.WriterOf(context)),
    };

    /// <summary>A span that is new or says something else than before.</summary>
    public abstract void Write(Trace trace, Span span, bool isNew);

    /// <summary>The trace has ended.</summary>
    public virtual void End(Trace trace)
    {
    }

    public virtual void Dispose()
    {
    }

    private sealed class Lines(Screen screen) : SpanNews
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

    private sealed class Rows : SpanNews
    {
        private readonly SpanCsv _csv;

        public Rows(TextWriter writer) => _csv = new SpanCsv(writer);

        public override void Write(Trace trace, Span span, bool isNew) => _csv.Write(trace.Reference, span);
    }

    private sealed class Objects(JsonOutput lines, Action<Utf8JsonWriter, Record> record) : SpanNews
    {
        public override void Write(Trace trace, Span span, bool isNew) =>
            lines.Write((trace, span, isNew), (writer, news) =>
            {
                writer.WriteStartObject();
                writer.Write("event", news.isNew ? "added" : "changed").Write("trace", news.trace.Reference.ToString());
                TraceJsonWriter.Write(writer, news.span, record);
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
