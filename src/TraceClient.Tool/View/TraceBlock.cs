using System.Text.Encodings.Web;

namespace TraceClient.Tool;

/// <summary>
/// One trace as a block of lines of JSON inside the page: the trace, then two lines a span, in the order of the tree. The first
/// of the two has what a row shows, the second what only the panel and the search need: the page parses it when someone looks.
/// </summary>
internal sealed class TraceBlock(Stream output) : IDisposable
{
    private const int FlushAt = 256 * 1024;

    // The encoder leaves letters and quotes as they are. What could end the
    // block is taken care of in Escape, also in JSON that a source sent.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = int.MaxValue, SkipValidation = true };

    private static readonly SearchValues<byte> Unsafe = SearchValues.Create("<\r\n"u8);

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _pending = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, Options);

    /// <summary>Writes a trace.</summary>
    public async Task WriteAsync(Trace trace, CancellationToken cancellationToken)
    {
        var clock = TraceZero.Of(trace);
        var steps = new RecordSteps(trace);
        _pending.Write("<script type=\"application/jsonl\" class=\"trace\">\n"u8);
        WriteLine(json => PageJson.WriteHeader(json, trace));

        // A stack and no recursion: a trace can be deeper than the call stack.
        var rest = new Stack<(Span Span, int Depth)>();
        Push(trace.Roots, 0);
        while (rest.TryPop(out var next))
        {
            WriteLine(json => PageJson.WriteRow(json, next.Span, next.Depth, clock));
            WriteLine(json => PageJson.WriteDetails(json, steps.Of(next.Span), clock));
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
    /// Passes JSON on without any <c>&lt;</c>, so that nothing in it can end the block or begin a comment, and on one line. In valid
    /// JSON a <c>&lt;</c> stands only in a string, where an escape means the same, and a line break only between values.
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
