using System.Text;
using TraceClient.Tool;

namespace TraceClient.Reliability;

/// <summary>Calls the MCP tools for a trace.</summary>
internal static class ToolUse
{
    private const int MaxSpans = 20;

    private static readonly (string Tool, string More)[] Calls =
    [
        ("get_trace", ""), ("get_trace", ""","max_chars":1000"""), ("get_spans", ""), ("get_spans", ""","max_chars":1000,"offset":50"""),
        ("find_in_trace", ""","text":"e" """), ("compare_traces", ""), ("show_changes", ""),
        ("explain_trace", ""","kind":"errors" """), ("explain_trace", ""","kind":"critical_path" """),
        ("explain_trace", ""","kind":"cost" """), ("explain_trace", ""","kind":"gaps" """),
    ];

    /// <summary>Calls one of the tools, which the trace decides on, so that a case is quick.</summary>
    public static void Of(Trace trace)
    {
        // From memory, so that it is complete at once.
        var call = CallAsync(trace, Calls[(trace.Spans.Count + trace.Name.Length) % Calls.Length], hasContent: trace.Spans.Count % 2 == 0);
        if (!call.IsCompletedSuccessfully)
            throw new FuzzViolationException($"A tool fails: {call.Exception?.InnerException}");
    }

    /// <summary>Checks the response of a tool.</summary>
    /// <exception cref="FuzzViolationException">It is too long, has control characters, or shows an e-mail address.</exception>
    public static void Check(ToolResponse response, int maxChars, bool mayHaveEMail = false)
    {
        if (response.Length > maxChars)
            throw new FuzzViolationException($"A response of {response.Length} characters exceeds {maxChars}.");
        if (response.Text.Any(c => c != '\n' && char.IsControl(c)))
            throw new FuzzViolationException("A response has control characters.");
        if (!mayHaveEMail && $"{response.Text}{response.Structured}".Contains(ErrorRule.EMail, StringComparison.OrdinalIgnoreCase))
            throw new FuzzViolationException("A response shows the e-mail address.");
    }

    private static async Task CallAsync(Trace trace, (string Tool, string More) call, bool hasContent)
    {
        var context = new TraceToolContext(new OneTraceClient(trace), TimeProvider.System) { HasContent = hasContent };
        var ids = trace.Spans.Select(span => span.Id).Where(IsText).Distinct(StringComparer.Ordinal).Take(MaxSpans).ToList();
        var reference = JsonSerializer.Serialize($"{trace.Source}:1");
        var about = call.Tool switch
        {
            "compare_traces" => $"\"base\":{reference},\"other\":{reference}",
            "get_spans" => $"\"ref\":{reference},\"span_ids\":{JsonSerializer.Serialize(ids)}",
            _ => $"\"ref\":{reference}",
        };
        if (call.Tool == "get_spans" && ids.Count == 0)
            return;
        using var arguments = JsonDocument.Parse($"{{{about}{call.More}}}");
        var tool = TraceMcpServer.Tools(context).First(tool => tool.ProtocolTool.Name == call.Tool);
        var response = await tool.CallAsync(
            arguments.RootElement.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, one.Value)), CancellationToken.None);

        // An id is shown as it is, since other calls need it.
        var hasEMailInId = trace.Spans.Select(span => span.Id + span.ParentId).Append(trace.Id)
            .Concat(trace.Spans.SelectMany(span => span.Links).Select(link => link.ToString()))
            .Any(id => id.Contains(ErrorRule.EMail, StringComparison.OrdinalIgnoreCase));
        Check(
            response, call.More.Contains("1000", StringComparison.Ordinal) ? ResponseBudget.Min : ResponseBudget.Default, hasEMailInId);
    }

    // An id that is only white space is none, and one that is not valid Unicode cannot be sent.
    private static bool IsText(string id) =>
        id.Length > 0 && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(id)) == id;

    /// <summary>A client of one trace, which it gives for any reference.</summary>
    private sealed class OneTraceClient(Trace trace) : ITraceClient
    {
        public IReadOnlyList<ITraceSource> Sources { get; } = [new Fuzz.OneTraceSource(trace)];

        public Task<Trace> GetTraceAsync(TraceReference reference, CancellationToken cancellationToken = default) => Task.FromResult(trace);

        public Task<Trace?> FindTraceAsync(TraceReference reference, CancellationToken cancellationToken = default) =>
            Task.FromResult<Trace?>(trace);

        public TraceList ListTracesAsync(TraceQuery? query = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<Span> StreamSpansAsync(TraceReference reference, CancellationToken cancellationToken = default) =>
            trace.Spans.ToAsyncEnumerable();

        public IAsyncEnumerable<TraceUpdate> FollowAsync(
            TraceReference reference, FollowOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<SourceHealth>> CheckHealthAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
