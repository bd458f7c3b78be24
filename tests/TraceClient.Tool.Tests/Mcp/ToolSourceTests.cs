using System.Text.Json;
using TraceClient.Tool.Tests.Web;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Tests the tools over sources that fail, that are empty, and that get traces between two calls.</summary>
public sealed class ToolSourceTests
{
    private static readonly string LongMessage = string.Concat(Enumerable.Repeat("the service is down. ", 200));

    [Theory]
    [InlineData("")]
    [InlineData(""","max_chars":1000""")]
    public async Task The_traces_of_the_other_sources_are_listed_if_one_fails(string more)
    {
        IReadOnlyList<ServedSource> sources = [new("galtea"), new("kubiya") { Failure = new TraceTransportException(LongMessage) }];
        for (var i = 0; i < 30; i++)
            sources[0].Put(ServedTraces.Of($"galtea:{i}", $"turn {i}", i));
        await using var tools = Tools.Of(false, sources);
        var max = more.Length == 0 ? ResponseBudget.Default : ResponseBudget.Min;

        foreach (var tool in (string[])["search_traces", "trace_stats"])
        {
            var response = await tools.RespondAsync(tool, $$"""{"from":"2026-01-01"{{more}}}""");
            var failed = response.Structured!.Value.GetProperty("failed_sources").EnumerateArray().Single();

            Assert.Contains("Source kubiya failed, its traces are missing: the service is down.", response.Text, StringComparison.Ordinal);
            Assert.Contains("Call check_sources", response.Text, StringComparison.Ordinal);
            Assert.Equal("kubiya", failed.GetProperty("source").GetString());
            Assert.StartsWith("the service is down.", failed.GetProperty("error").GetString(), StringComparison.Ordinal);
            Assert.Contains("galtea", response.Structured.Value.GetRawText(), StringComparison.Ordinal);
            Assert.InRange(response.Text.Length + response.Structured.Value.GetRawText().Length, 1, max);
        }
    }

    [Fact]
    public async Task The_error_of_a_trace_says_what_to_do()
    {
        var source = new ServedSource("kubiya") { Failure = new TraceAuthenticationException("The token was rejected.") };
        await using var tools = Tools.Of(false, source);

        foreach (var (tool, arguments) in ToolCalls.All("kubiya:1", "a"))
        {
            if (!arguments.Contains("kubiya:1", StringComparison.Ordinal))
                continue;
            Assert.Equal(
                "The token was rejected. Call check_sources, and tell the user what to set: no tool can set a token.",
                await tools.FailAsync(tool, arguments));
        }
    }

    [Theory]
    [InlineData("{}", "Next: call check_sources")]
    [InlineData("""{"name":"x","since":"1h"}""", "Next: call search_traces with fewer filters")]
    [InlineData("""{"model":"x"}""", "Likely causes: ")]
    [InlineData("""{"min_duration":"2s"}""", "Likely causes: ")]
    public async Task An_empty_list_names_the_next_call_in_both_forms(string arguments, string expected)
    {
        await using var tools = Tools.Of(false, new ServedSource("kubiya"));

        var response = await tools.RespondAsync("search_traces", arguments);

        Assert.StartsWith("No trace was found.", response.Text, StringComparison.Ordinal);
        Assert.Contains(expected, response.Text, StringComparison.Ordinal);
        Assert.Contains(
            expected, string.Join(' ', response.Structured!.Value.GetProperty("notes").EnumerateArray().Select(note => note.GetString())),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_of_nothing_name_the_next_call()
    {
        await using var tools = Tools.Of(false, new ServedSource("kubiya"));

        var response = await tools.RespondAsync("trace_stats");

        Assert.StartsWith("No trace was found. Next: ", response.Text, StringComparison.Ordinal);
        Assert.Contains("No trace was found", response.Structured!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_that_cannot_be_read_are_stated_in_both_forms()
    {
        await using var tools = Tools.Of(false, new ListedSource("kubiya", ServedTraces.Many(1)));

        var response = await tools.RespondAsync("trace_stats", """{"by":"type"}""");

        foreach (var text in (string[])[response.Text, response.Structured!.Value.GetRawText()])
            Assert.Contains("Not all traces of kubiya were read: unreadable", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_without_a_client_is_an_error_with_what_to_set()
    {
        var context = new TraceToolContext(null, TimeProvider.System)
        {
            OpenError = new ErrorReport(ExitCodes.Usage, "configuration", "The file is invalid.", "tracectl config"),
        };

        foreach (var tool in TraceMcpServer.Tools(context).Where(tool => tool.ProtocolTool.Name != "check_sources"))
        {
            var arguments = ToolCalls.All("kubiya:1", "a").First(call => call.Tool == tool.ProtocolTool.Name).Arguments;
            var values = JsonDocument.Parse(arguments).RootElement.EnumerateObject()
                .ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);

            var error = await Assert.ThrowsAsync<ReportedException>(
                () => tool.CallAsync(values, TestContext.Current.CancellationToken));

            Assert.Equal(
                "The file is invalid. Call check_sources, and tell the user what to set: no tool can set a token.",
                ToolError.TextOf(error.Report));
        }
    }

    [Theory]
    [MemberData(nameof(Pages.Limits), MemberType = typeof(Pages))]
    public async Task A_trace_that_arrives_between_two_pages_shifts_nothing(int limit)
    {
        var source = new ServedSource("kubiya");
        for (var i = 0; i < 15; i++)
            source.Put(ServedTraces.Of($"kubiya:{i}", $"run {i}", 10 + i, milliseconds: i * 10));
        var arrivals = 0;
        foreach (var sort in SummaryOrder.Names)
        {
            await using var tools = Tools.Of(false, source);

            var found = await Pages.WalkAsync(
                tools, $$"""{"sort":"{{sort}}","limit":{{limit}}""",
                () => source.Put(ServedTraces.Of($"kubiya:new-{++arrivals}", $"run {arrivals}", 5 - (arrivals / 100.0), 55)));

            Assert.Equal(
                Enumerable.Range(0, 15).Select(i => $"kubiya:{i}").Order(StringComparer.Ordinal),
                found.Where(reference => !reference.Contains('-', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            Assert.Equal(found.Distinct(StringComparer.Ordinal), found);
        }
    }
}
