using System.Text.Encodings.Web;
using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Writes the data of the page as blocks of JSON lines, which <c>scripts/trace.js</c> and <c>scripts/compare</c> read.</summary>
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

    /// <summary>Writes a trace as a block of the page.</summary>
    public async Task WriteAsync(Trace trace, CancellationToken cancellationToken)
    {
        BeginBlock("trace"u8);
        await WriteLinesAsync(trace, cancellationToken);
        await EndBlockAsync(cancellationToken);
    }

    /// <summary>
    /// Writes the lines of a trace: its properties; for each span in the order of the tree the data of the row, and the details for the
    /// panel and the search, which the page parses only when needed; the analysis; the conversation.
    /// </summary>
    public async Task WriteLinesAsync(Trace trace, CancellationToken cancellationToken)
    {
        var origin = TimeOrigin.Of(trace);
        var steps = new RecordSteps(trace);
        var selfTimes = new Dictionary<Span, TimeSpan>(ReferenceEqualityComparer.Instance);
        foreach (var (span, selfTime) in trace.SelfTimes())
            selfTimes[span] = selfTime;

        WriteLine(json => PageJsonWriter.WriteHeader(json, trace));
        var tree = new SpanIndex(trace);
        foreach (var (span, depth) in tree.Spans)
        {
            var step = steps.Of(span);
            TimeSpan? selfTime = selfTimes.TryGetValue(span, out var known) ? known : null;
            WriteLine(json => PageJsonWriter.WriteRow(json, step, depth, selfTime, origin));
            WriteLine(json => PageJsonWriter.WriteDetails(json, step, origin));
            if (_pending.WrittenCount >= FlushAt)
                await FlushAsync(cancellationToken);
        }

        WriteLine(json => AnalysisJsonWriter.Write(json, trace, tree.Of, origin));
        WriteLine(json => GenAIJsonWriter.Write(json, trace.ReadConversation(), tree.Of));
        await FlushAsync(cancellationToken);
    }

    /// <summary>Writes a comparison as a block of the page: what differs between the traces, then a line for each span.</summary>
    public async Task WriteAsync(TraceComparison comparison, CancellationToken cancellationToken)
    {
        var (baseline, other) = (new SpanIndex(comparison.Baseline), new SpanIndex(comparison.Other));
        BeginBlock("comparison"u8);
        WriteLine(json => AnalysisJsonWriter.WriteHeader(json, comparison));
        foreach (var span in comparison.Spans)
        {
            WriteLine(json => AnalysisJsonWriter.Write(json, span, baseline.Of, other.Of));
            if (_pending.WrittenCount >= FlushAt)
                await FlushAsync(cancellationToken);
        }

        await EndBlockAsync(cancellationToken);
    }

    /// <summary>Writes the conversation of a session, whose traces are written before, as a block of the page.</summary>
    public async Task WriteConversationAsync(TraceSession session, bool isCut, CancellationToken cancellationToken)
    {
        var indexes = session.Traces.Select(trace => new SpanIndex(trace)).ToList();
        BeginBlock("session"u8);
        WriteLine(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", session.Id);
            json.WriteString("source", session.Source);
            json.WriteString("start", session.StartTime?.ToString());
            json.WritePropertyName("total");
            PageJsonWriter.WriteDuration(json, session.TotalTime);
            json.WriteNumber("errors", session.ErrorCount);
            json.WriteBoolean("isCut", isCut);
            PageJsonWriter.WriteUsage(json, session.Usage);
            json.WriteEndObject();
        });
        WriteLine(json => GenAIJsonWriter.Write(
            json, session.ReadConversation(), span => indexes.Select(index => index.Of(span)).FirstOrDefault(found => found is not null)));
        await EndBlockAsync(cancellationToken);
    }

    public void Dispose() => _json.Dispose();

    private void BeginBlock(ReadOnlySpan<byte> name)
    {
        _pending.Write("<script type=\"application/jsonl\" class=\""u8);
        _pending.Write(name);
        _pending.Write("\">\n"u8);
    }

    private Task EndBlockAsync(CancellationToken cancellationToken)
    {
        _pending.Write("</script>\n"u8);
        return FlushAsync(cancellationToken);
    }

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

/// <summary>Represents the spans of a trace in the order of the tree, in which the page numbers them.</summary>
internal sealed class SpanIndex
{
    private readonly Dictionary<Span, int> _indexes = new(ReferenceEqualityComparer.Instance);
    private readonly List<(Span Span, int Depth)> _spans;

    public SpanIndex(Trace trace)
    {
        _spans = new(trace.Spans.Count);

        // No recursion: a trace can be deeper than the call stack.
        var rest = new Stack<(Span Span, int Depth)>();
        Push(trace.Roots, 0);
        while (rest.TryPop(out var next))
        {
            _indexes[next.Span] = _spans.Count;
            _spans.Add(next);
            Push(next.Span.Children, next.Depth + 1);
        }

        void Push(IReadOnlyList<Span> spans, int depth)
        {
            for (var i = spans.Count - 1; i >= 0; i--)
                rest.Push((spans[i], depth));
        }
    }

    /// <summary>Gets the spans and their depths.</summary>
    public IReadOnlyList<(Span Span, int Depth)> Spans => _spans;

    /// <summary>Returns the index of a span; null for one of another trace.</summary>
    public int? Of(Span span) => _indexes.TryGetValue(span, out var index) ? index : null;
}
