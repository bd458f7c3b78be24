using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>--content</c>: whether JSON has the bodies of records.</summary>
internal static class ContentOption
{
    private static readonly Option<bool> Content = new("--content")
    {
        Description = "In JSON also the bodies of inputs, outputs, events and log records: they can be personal data.",
    };

    public static void AddTo(Command command) => command.Options.Add(Content);

    /// <summary>Gets what writes the records of a span: with their bodies or without.</summary>
    public static Action<Utf8JsonWriter, Record> WriterOf(CommandContext context) => context.Arguments.GetValue(Content)
        ? Write
        : static (writer, record) => TraceJsonWriter.Write(writer, record with { Body = JsonPayload.Null });

    /// <summary>Writes a record with its body on one line.</summary>
    public static void Write(Utf8JsonWriter writer, Record record) =>
        TraceJsonWriter.Write(writer, record with { Body = OnOneLine(record.Body) });

    private static JsonPayload OnOneLine(JsonPayload body)
    {
        if (!body.Utf8.Span.ContainsAny((byte)'\n', (byte)'\r'))
            return body;

        // Within strings they are escapes: these are nothing but white space.
        var line = body.Utf8.ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        return JsonPayload.FromUtf8(line);
    }
}
