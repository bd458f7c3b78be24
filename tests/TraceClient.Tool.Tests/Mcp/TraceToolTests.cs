namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Tests the tools that read one trace or two, on the simulator.</summary>
public sealed class TraceToolTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    private const string Failed = "kubiya:0fb3975489474575815a620a720a7dd1";
    private const string Turn = "galtea:inferenceResult_5c7c2cf58601e124c38a262a";
    private const string OtherTurn = "galtea:inferenceResult_13ad26aa804a084a6d0f39f4";
    private const string Chunk =
        "calyptia:0415166b-1775-457b-80b7-cb9dfb0b8438/trace.3/34692b09-f4f2-4ade-8250-5e47c9d49f5a";

    private const string Metrics =
        "calyptia:c7eb1e41-7635-45db-8961-901f282dad7d/trace.3/55311075-d4bd-4065-887e-4eafb7c40426";

    [Fact]
    public async Task A_trace_is_shown_as_a_tree()
    {
        await using var tools = Tools.Of(fixture.Simulator);

        var transcript = await tools.TranscriptAsync(
            "get_trace",
            $$"""{"ref":"{{Failed}}"}""",
            $$"""{"ref":"{{Failed}}","errors_only":true}""",
            $$"""{"ref":"{{Failed}}","depth":1}""",
            $$"""{"ref":"{{Failed}}","min_duration":"1s"}""",
            $$"""{"ref":"{{Failed}}","max_spans":4}""",
            $$"""{"ref":"{{Failed}}","max_spans":4,"cursor":"4"}""",
            $$"""{"ref":"{{Turn}}"}""",
            $$"""{"ref":"{{Chunk}}"}""");

        Golden.Matches("mcp-get_trace", transcript);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_trace_is_shown_with_its_own_attributes(bool content)
    {
        await using var tools = Tools.Of(fixture.Simulator, content);

        var transcript = await tools.TranscriptAsync(
            "get_trace",
            $$"""{"ref":"{{Turn}}","attributes":true,"max_spans":1}""",
            $$"""{"ref":"{{Failed}}","attributes":true,"max_spans":1,"max_chars":1000}""");

        Golden.Matches(content ? "mcp-attributes-content" : "mcp-attributes", transcript);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spans_are_found_and_explained(bool content)
    {
        await using var tools = Tools.Of(fixture.Simulator, content);

        var transcript =
            await tools.TranscriptAsync(
                "find_in_trace", $$"""{"ref":"{{Failed}}","text":"error"}""", $$"""{"ref":"{{Turn}}","text":"order"}""",
                $$"""{"ref":"{{Turn}}","text":"order","field":"name"}""", $$"""{"ref":"{{Turn}}","text":"xyzzy"}""")
            + await tools.TranscriptAsync(
                "explain_trace", $$"""{"ref":"{{Failed}}","kind":"errors"}""", $$"""{"ref":"{{Failed}}","kind":"critical_path"}""",
                $$"""{"ref":"{{OtherTurn}}","kind":"cost"}""", $$"""{"ref":"{{Failed}}","kind":"gaps"}""",
                $$"""{"ref":"{{OtherTurn}}","kind":"errors"}""");

        Golden.Matches(content ? "mcp-find-and-explain-content" : "mcp-find-and-explain", transcript);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spans_are_shown_with_their_values(bool content)
    {
        await using var tools = Tools.Of(fixture.Simulator, content);

        var transcript = await tools.TranscriptAsync(
            "get_spans",
            $$"""{"ref":"{{Failed}}","span_ids":["c9c25e21caa1bc1d","fb5f6dde9952072b"]}""",
            $$"""{"ref":"{{Failed}}","span_ids":["c9c25e21caa1bc1d"],"include":["records"]}""",
            $$"""{"ref":"{{Failed}}","span_ids":["c9c25e21caa1bc1d"],"max_chars":1200}""",
            $$"""{"ref":"{{Failed}}","span_ids":["c9c25e21caa1bc1d"],"max_chars":1000,"offset":100}""",
            $$"""{"ref":"{{Turn}}","span_ids":["trace_f249e7a854d44c6e83d25c35e10a2927"]}""",
            $$"""{"ref":"{{Chunk}}","span_ids":["85bf8ffb-6c90-465d-82f3-aca20edd25ed"]}""");

        Golden.Matches(content ? "mcp-get_spans-content" : "mcp-get_spans", transcript);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_steps_of_a_pipeline_are_shown_with_their_changes(bool content)
    {
        await using var tools = Tools.Of(fixture.Simulator, content);

        var transcript = await tools.TranscriptAsync(
            "show_changes",
            $$"""{"ref":"{{Chunk}}"}""",
            $$"""{"ref":"{{Chunk}}","span_id":"85bf8ffb-6c90-465d-82f3-aca20edd25ed"}""",
            $$"""{"ref":"{{Metrics}}"}""",
            $$"""{"ref":"{{Failed}}"}""");

        Golden.Matches(content ? "mcp-show_changes-content" : "mcp-show_changes", transcript);
    }

    [Fact]
    public async Task The_checks_of_sources_say_what_to_set()
    {
        IReadOnlyList<SourceCheckResult> checks =
        [
            new(new SourceSettings("Calyptia", []), SourceCheckStage.NotConfigured),
            new(new SourceSettings("Kubiya", []), SourceCheckStage.Reachable)
            {
                Address = "https://kubiya.example.org",
                Latency = TimeSpan.FromMilliseconds(120),
                Error = new ErrorReport(
                    ExitCodes.Authentication, "authentication", "The token was rejected.", "export KUBIYA_API_KEY=…", "kubiya"),
            },
            new(new SourceSettings("Galtea", []), SourceCheckStage.Healthy) { Latency = TimeSpan.FromMilliseconds(80) },
        ];
        await using var tools = Tools.Of(fixture.Simulator, checks: checks);
        await using var none = Tools.Of(fixture.Simulator, checks: [checks[0]]);
        await using var files = Tools.Of(HostileTraces.WithBodies("x"));

        Golden.Matches(
            "mcp-check_sources",
            await tools.TranscriptAsync("check_sources") + await none.TranscriptAsync("check_sources")
                + await files.TranscriptAsync("check_sources"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Traces_are_compared(bool content)
    {
        await using var tools = Tools.Of(fixture.Simulator, content);

        var transcript = await tools.TranscriptAsync(
            "compare_traces", $$"""{"base":"{{OtherTurn}}","other":"{{Turn}}"}""",
            $$"""{"base":"{{OtherTurn}}","other":"{{Turn}}","detail":"patch"}""",
            $$"""{"base":"{{OtherTurn}}","other":"{{Turn}}","detail":"patch","max_chars":1000}""",
            $$"""{"base":"{{Turn}}","other":"{{Turn}}"}""");

        Golden.Matches(content ? "mcp-compare_traces-content" : "mcp-compare_traces", transcript);
    }
}
