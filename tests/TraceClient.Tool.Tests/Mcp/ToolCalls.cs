using System.Globalization;
using System.Text.Json;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Provides calls of all tools.</summary>
internal static class ToolCalls
{
    /// <summary>Returns calls of each tool about a trace and one of its spans.</summary>
    /// <param name="reference">The reference of the trace.</param>
    /// <param name="spanIds">The ids of spans of it.</param>
    public static IEnumerable<(string Tool, string Arguments)> All(string reference, params IReadOnlyList<string> spanIds)
    {
        var trace = JsonSerializer.Serialize(reference);
        var spans = JsonSerializer.Serialize(spanIds);
        yield return ("search_traces", """{"limit":100}""");
        foreach (var by in (string[])["source", "service", "name", "type", "model"])
            yield return ("trace_stats", $$"""{"by":"{{by}}"}""");
        yield return ("get_trace", $$"""{"ref":{{trace}}}""");
        yield return ("get_trace", $$"""{"ref":{{trace}},"attributes":true}""");
        yield return ("get_spans", $$"""{"ref":{{trace}},"span_ids":{{spans}}}""");
        yield return ("get_spans", $$"""{"ref":{{trace}},"span_ids":{{spans}},"include":["attributes","records","messages"]}""");
        foreach (var kind in (string[])["errors", "critical_path", "cost", "gaps"])
            yield return ("explain_trace", $$"""{"ref":{{trace}},"kind":"{{kind}}"}""");
        yield return ("find_in_trace", $$"""{"ref":{{trace}},"text":"e"}""");
        foreach (var detail in (string[])["summary", "patch"])
            yield return ("compare_traces", $$"""{"base":{{trace}},"other":{{trace}},"detail":"{{detail}}"}""");
        yield return ("show_changes", $$"""{"ref":{{trace}}}""");
        foreach (var span in spanIds)
            yield return ("show_changes", $$"""{"ref":{{trace}},"span_id":{{JsonSerializer.Serialize(span)}}}""");
    }

    /// <summary>Returns arguments with a member more.</summary>
    public static string With(string arguments, string member, int value) => arguments == "{}"
        ? string.Create(CultureInfo.InvariantCulture, $$"""{"{{member}}":{{value}}}""")
        : string.Create(CultureInfo.InvariantCulture, $$"""{{arguments[..^1]}},"{{member}}":{{value}}}""");
}

/// <summary>Reads the pages of a list.</summary>
internal static class Pages
{
    private const int MaxPages = 5000;

    /// <summary>Gets numbers of rows of a page.</summary>
    public static TheoryData<int> Limits => [1, 2, 3, 4, 5, 6, 7];

    /// <summary>Calls <c>search_traces</c> until there is no cursor, and returns all references.</summary>
    /// <param name="tools">The tools.</param>
    /// <param name="arguments">The arguments without the closing brace.</param>
    /// <param name="betweenPages">What happens between two pages; null for nothing.</param>
    public static async Task<IReadOnlyList<string>> WalkAsync(Tools tools, string arguments, Action? betweenPages = null)
    {
        var found = new List<string>();
        var cursor = "";
        for (var page = 0; page < MaxPages; page++)
        {
            var response = await tools.RespondAsync("search_traces", $"{arguments}{cursor}}}");
            var data = response.Structured!.Value;
            var traces = data.GetProperty("traces").EnumerateArray().Select(trace => trace.GetProperty("ref").GetString()!).ToList();
            Assert.Equal(traces.Count, data.GetProperty("returned").GetInt32());
            found.AddRange(traces);
            if (!data.TryGetProperty("next_cursor", out var next))
            {
                Assert.False(data.GetProperty("truncated").GetBoolean());
                return found;
            }

            Assert.True(data.GetProperty("truncated").GetBoolean());
            Assert.NotEmpty(traces);
            Assert.Contains($"cursor={next.GetString()}.", response.Text, StringComparison.Ordinal);
            cursor = $",\"cursor\":\"{next.GetString()}\"";
            betweenPages?.Invoke();
        }

        throw new InvalidOperationException($"The list does not end after {MaxPages} pages.");
    }
}

/// <summary>A source that lists summaries in their order, and whose traces cannot be read.</summary>
internal sealed class ListedSource(string name, IEnumerable<TraceSummary> summaries) : ITraceSource
{
    public string Name => name;

    public TraceFilters Filters => TraceFilters.None;

    public IAsyncEnumerable<TraceSummary> ListTracesAsync(TraceQuery query, CancellationToken cancellationToken = default) =>
        summaries.ToAsyncEnumerable();

    public Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default) =>
        Task.FromException<Trace?>(new TraceFormatException("unreadable"));

    public IAsyncEnumerable<Span> StreamSpansAsync(string id, CancellationToken cancellationToken = default) =>
        AsyncEnumerable.Empty<Span>();

    public Task PingAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
