using System.Buffers;
using TraceClient.Analysis;
using TraceClient.Otlp;
using TraceClient.Testing;
using TraceClient.Tool;

namespace TraceClient.Reliability;

/// <summary>Does with a value what a program does: a value that throws when it is used is none.</summary>
internal static class ModelUse
{
    // As docs/json.md says: bodies may nest as deep as LimitOptions.MaxJsonDepth allows.
    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 2000 };
    private static readonly OtlpWriter Writer = new(new OtlpWriterOptions());

    // What hardly any trace meets, so that most violations and the whole message are written.
    private static readonly TracePolicy Policy = TracePolicy.Parse(
        """
        {
          "status": "Ok", "maxErrors": 0, "maxDuration": "1ms", "maxTokens": 1, "maxCost": 0, "maxSpans": 1, "models": ["none"],
          "tools": { "required": ["a", "*"], "inOrder": true, "forbidden": ["*"], "maxCalls": 0 },
          "spans": [{ "name": "*a*", "max": 0 }, { "type": "Tool", "maxDuration": "1ms", "maxErrors": 0 }, { "service": "?*" }]
        }
        """);

    private static readonly Trace Baseline =
        new TraceBuilder("galtea", "baseline").Span("agent", SpanType.Agent, agent => agent.Child("plan")).Build();

    /// <returns>How many spans there are.</returns>
    public static int Of(Trace? trace)
    {
        if (trace is null)
            return 0;
        _ = (trace.ToString(), trace.Duration, trace.Usage, trace.GetHashCode(), trace.Attributes.ToString());
        foreach (var span in trace.Spans)
            Of(span);
        foreach (var root in trace.Roots)
            _ = root.Descendants().Count();
        if (!trace.Equals(JsonSerializer.Deserialize<Trace>(JsonSerializer.SerializeToUtf8Bytes(trace, Options), Options)))
            throw new FuzzViolationException("A trace is another one after it was written as JSON and read.");
        if (!TraceComparison.Compare(trace, trace).AreEqual)
            throw new FuzzViolationException("A trace differs from itself.");
        _ = (trace.CriticalPath(), trace.FindGaps(), trace.SelfTimes(), trace.GroupSpans(StatisticsProperty.Model));
        _ = trace.ReadConversation();
        foreach (var format in Enum.GetValues<OtlpFormat>())
            Writer.Write(new ArrayBufferWriter<byte>(), format, [trace]);
        ReadPage(trace);
        ToolUse.Of(trace);
        Find(trace);
        Check(trace);
        return trace.Spans.Count;
    }

    /// <summary>Checks the trace, and reads the message of what it violates.</summary>
    private static void Check(Trace trace)
    {
        trace.Should().Match(trace with { Status = trace.Status });
        IReadOnlyList<TraceViolation> violations =
        [
            .. Policy.Check(trace),
            .. new TracePolicy { Baseline = new BaselinePolicy { Trace = Baseline } }.Check(trace),
        ];
        var message = new TraceAssertionException(trace, violations).Message;
        if (message.Any(character => char.IsControl(character) && character != '\n') || message.Count(c => c == '\n') > 70)
            throw new FuzzViolationException("The message of an assertion has control characters or too many lines.");
        // A token in a name is unknown to an assertion, and a phrase can be a name.
        if (message.Contains(ErrorRule.EMail, StringComparison.OrdinalIgnoreCase))
            throw new FuzzViolationException("The message of an assertion shows the e-mail address.");
    }

    /// <summary>Finds the trace by the words of each of its spans, and by its own.</summary>
    private static void Find(Trace trace)
    {
        foreach (var words in trace.Spans.Select(FullTextQuery.WordsOf).Append(FullTextQuery.WordsOf(trace)).Where(all => all.Count > 0))
        {
            var query = FullTextQuery.Parse(string.Join(' ', words));
            if (!query.Words.SequenceEqual(words) || query.Prefixes.Count > 0)
                throw new FuzzViolationException("The words of a span are others when they are read again.");
            if (!query.IsMatch(trace) || !FullTextQuery.Parse($"{words.First()}*").IsMatch(trace))
                throw new FuzzViolationException("A trace is not found by the words of one of its spans.");
        }
    }

    /// <summary>Reads the data of the page of a trace: lines of JSON without a character that could end them.</summary>
    private static void ReadPage(Trace trace)
    {
        using var stream = new MemoryStream();
        using (var block = new TraceBlockWriter(stream))
        {
            // Into memory, so that it is complete at once.
            var written = block.WriteLinesAsync(trace, CancellationToken.None);
            if (!written.IsCompletedSuccessfully)
                throw new FuzzViolationException("The page of a trace cannot be written.");
        }

        var lines = stream.GetBuffer().AsMemory(0, (int)stream.Length);
        if (lines.Span.Contains((byte)'<'))
            throw new FuzzViolationException("The data of a page has a character that could end it.");
        for (int end; (end = lines.Span.IndexOf((byte)'\n')) >= 0; lines = lines[(end + 1)..])
        {
            using var line = JsonDocument.Parse(lines[..end], new JsonDocumentOptions { MaxDepth = int.MaxValue });
        }
    }

    /// <returns>1, to add up.</returns>
    public static int Of(Span span)
    {
        _ = (span.ToString(), span.Duration, span.GenAI?.ToString(), span.Type.ToString(), span.GetHashCode());
        _ = span.GenAI is { } model ? model.InputMessages.Count + model.OutputMessages.Count : 0;
        foreach (var record in span.Records)
            _ = record.ToString();
        return 1;
    }

    /// <returns>1, to add up.</returns>
    public static int Of(TraceSummary summary)
    {
        _ = (summary.ToString(), summary.Duration, summary.GetHashCode());
        if (!summary.Equals(JsonSerializer.Deserialize<TraceSummary>(JsonSerializer.SerializeToUtf8Bytes(summary, Options), Options)))
            throw new FuzzViolationException("A summary is another one after it was written as JSON and read.");
        return 1;
    }
}
