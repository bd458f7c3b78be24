using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Provides <c>--content</c>, which includes the bodies of records in JSON.</summary>
internal static class ContentOption
{
    private static readonly Option<bool> Content = new("--content")
    {
        Description = "Include the bodies of inputs, outputs, events and log records in JSON. They can contain personal data.",
    };

    public static void AddTo(Command command) => command.Options.Add(Content);

    /// <summary>Returns whether bodies are to be shown.</summary>
    public static bool IsSet(CommandContext context) => context.Arguments.GetValue(Content);

    /// <summary>Returns the method that writes a record, with or without its body.</summary>
    public static Action<Utf8JsonWriter, Record> WriterOf(CommandContext context) => IsSet(context)
        ? Write
        : static (writer, record) => TraceJsonWriter.Write(writer, record with { Body = JsonPayload.Null });

    /// <summary>Writes a record with its body on one line.</summary>
    public static void Write(Utf8JsonWriter writer, Record record) =>
        TraceJsonWriter.Write(writer, record with { Body = OnOneLine(record.Body) });

    private static JsonPayload OnOneLine(JsonPayload body)
    {
        if (!body.Utf8.Span.ContainsAny((byte)'\n', (byte)'\r'))
            return body;

        // Line breaks in strings are escaped, so these are white space.
        var line = body.Utf8.ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        return JsonPayload.FromUtf8(line);
    }
}
