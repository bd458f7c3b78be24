using System.Text.Encodings.Web;

namespace TraceClient.Tool;

/// <summary>Writes JSON to standard output as it comes: values of an array, or one a line.</summary>
internal sealed class JsonOutput : IDisposable
{
    private const int FlushAt = 16 * 1024;
    private readonly Stream _stream;
    private readonly Utf8JsonWriter _writer;
    private readonly bool _isLines;
    private bool _hasBegun;

    private JsonOutput(StandardStreams streams, bool isLines)
    {
        _stream = streams.Data;
        _isLines = isLines;
        // The relaxed encoder leaves letters and quotes as they are: this goes to
        // programs and terminals, not into HTML. It still escapes control characters.
        _writer = new Utf8JsonWriter(
            _stream, new JsonWriterOptions
            {
                Indented = !isLines
                && streams.IsTerminal,
                NewLine = "\n",
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
            });
    }

    /// <summary>Writes an array, or one value a line.</summary>
    public static JsonOutput Array(CommandContext context) => new(context.Streams, isLines: context.Format == OutputFormat.JsonLines);

    /// <summary>Writes one value a line.</summary>
    public static JsonOutput Lines(CommandContext context) => new(context.Streams, isLines: true);

    /// <summary>Writes one value and is done.</summary>
    public static void One<T>(CommandContext context, T value, Action<Utf8JsonWriter, T> write)
    {
        using var output = new JsonOutput(context.Streams, isLines: context.Format == OutputFormat.JsonLines);
        write(output._writer, value);
        output.EndLine();
    }

    /// <summary>Writes one value of an array. It is passed on at once where a line is a value, else by and by.</summary>
    public void Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        Begin();
        write(_writer, value);
        if (_isLines)
            EndLine();
        else if (_writer.BytesPending >= FlushAt)
            _writer.Flush();
    }

    /// <summary>Ends the array.</summary>
    public void Finish()
    {
        if (_isLines)
            return;
        Begin();
        _writer.WriteEndArray();
        EndLine();
    }

    public void Dispose()
    {
        // What stops half way must not look finished: the array stays open.
        _writer.Dispose();
    }

    // Not before there is something to say: where all fails, nothing at all is the answer.
    private void Begin()
    {
        if (!_isLines && !_hasBegun)
            _writer.WriteStartArray();
        _hasBegun = true;
    }

    private void EndLine()
    {
        _writer.Flush();
        _stream.Write("\n"u8);
        _writer.Reset();
    }
}
