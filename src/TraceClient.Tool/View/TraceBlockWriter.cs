using System.Text.Encodings.Web;

namespace TraceClient.Tool;

/// <summary>
/// Writes one trace as a block of JSON lines in the page: the trace, then two lines per span in the order of the tree. The first line has
/// the data of the row, the second one the details for the panel and the search, which the page parses only when needed.
/// </summary>
internal sealed class TraceBlockWriter(Stream output) : IDisposable
{
    private const int FlushAt = 256 * 1024;

    // Escape replaces the characters that could end the block, also in JSON of a source.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = int.MaxValue, SkipValidation = true };

    private static readonly SearchValues<byte> Unsafe = SearchValues.Create("<\r\n"u8);

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _pending = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, Options);

    /// <summary>Writes a trace.</summary>
    public async Task WriteAsync(Trace trace, CancellationToken cancellationToken)
    {
        var origin = TimeOrigin.Of(trace);
        var steps = new RecordSteps(trace);
        _pending.Write("<script type=\"application/jsonl\" class=\"trace\">\n"u8);
        WriteLine(json => PageJsonWriter.WriteHeader(json, trace));

        // No recursion: a trace can be deeper than the call stack.
        var rest = new Stack<(Span Span, int Depth)>();
        Push(trace.Roots, 0);
        while (rest.TryPop(out var next))
        {
            WriteLine(json => PageJsonWriter.WriteRow(json, next.Span, next.Depth, origin));
            WriteLine(json => PageJsonWriter.WriteDetails(json, steps.Of(next.Span), origin));
            Push(next.Span.Children, next.Depth + 1);
            if (_pending.WrittenCount >= FlushAt)
                await FlushAsync(cancellationToken);
        }

        _pending.Write("</script>\n"u8);
        await FlushAsync(cancellationToken);

        void Push(IReadOnlyList<Span> spans, int depth)
        {
            for (var i = spans.Count - 1; i >= 0; i--)
                rest.Push((spans[i], depth));
        }
    }

    public void Dispose() => _json.Dispose();

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        write(_json);
        _json.Flush();
        Escape(_line.WrittenSpan);
        _pending.Write("\n"u8);
    }

    /// <summary>
    /// Writes JSON on one line and without <c>&lt;</c>, which could end the block or begin a comment. Valid JSON has <c>&lt;</c> only in
    /// strings, where an escape is equivalent, and line breaks only between values.
    /// </summary>
    private void Escape(ReadOnlySpan<byte> line)
    {
        for (int at; (at = line.IndexOfAny(Unsafe)) >= 0; line = line[(at + 1)..])
        {
            _pending.Write(line[..at]);
            _pending.Write(line[at] == '<' ? "\\u003c"u8 : " "u8);
        }

        _pending.Write(line);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await output.WriteAsync(_pending.WrittenMemory, cancellationToken);
        _pending.ResetWrittenCount();
    }
}
