using System.Text.Encodings.Web;

namespace TraceClient.Tool;

/// <summary>Writes JSON to standard output value by value: as an array, or one value per line.</summary>
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
        // The output is not embedded in HTML, so only control characters need escapes.
        _writer = new Utf8JsonWriter(_stream, new JsonWriterOptions
        {
            Indented = !isLines && streams.IsTerminal,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }

    /// <summary>Begins an array, or one value per line, depending on the output format.</summary>
    public static JsonOutput Array(CommandContext context) => new(context.Streams, isLines: context.Format == OutputFormat.JsonLines);

    /// <summary>Begins one value per line.</summary>
    public static JsonOutput Lines(CommandContext context) => new(context.Streams, isLines: true);

    /// <summary>Writes a single value.</summary>
    public static void One<T>(CommandContext context, T value, Action<Utf8JsonWriter, T> write)
    {
        using var output = new JsonOutput(context.Streams, isLines: context.Format == OutputFormat.JsonLines);
        write(output._writer, value);
        output.EndLine();
    }

    /// <summary>Writes all values as an array, or one per line, depending on the output format.</summary>
    public static void All<T>(CommandContext context, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        using var output = Array(context);
        foreach (var value in values)
            output.Write(value, write);
        output.Finish();
    }

    /// <summary>Writes one value. Lines are flushed at once.</summary>
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
        // An interrupted array stays incomplete, so that it is not mistaken for a complete one.
        _writer.Dispose();
    }

    // The array begins with the first value, so that a failure without values writes nothing.
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
