namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Tests <c>search_traces</c> and <c>trace_stats</c> on the simulator.</summary>
public sealed class ListToolTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Fact]
    public async Task Traces_are_found_with_filters_and_pages()
    {
        await using var tools = Tools.Of(fixture.Simulator);

        var transcript = await tools.TranscriptAsync(
            "search_traces",
            """{"limit":5}""",
            """{"limit":5,"sort":"duration","source":["kubiya","galtea"]}""",
            """{"errors_only":true,"since":"1d","max_chars":2000}""",
            """{"text":"support","limit":2}""",
            """{"source":"galtea","session":"nobody"}""",
            """{"cursor":"9000"}""");

        Golden.Matches("mcp-search_traces", transcript);
    }

    [Fact]
    public async Task Traces_and_spans_are_counted()
    {
        await using var tools = Tools.Of(fixture.Simulator);

        var transcript = await tools.TranscriptAsync(
            "trace_stats", "{}", """{"by":"service","errors_only":true}""", """{"by":"model","source":["galtea"]}""",
            """{"by":"name","max_chars":1500}""", """{"text":"nothing has this name"}""");

        Golden.Matches("mcp-trace_stats", transcript);
    }
}
