namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Tests the tools that read one trace or two, on the simulator.</summary>
public sealed class TraceToolTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    private const string Failed = "kubiya:0fb3975489474575815a620a720a7dd1";
    private const string Turn = "galtea:inferenceResult_5c7c2cf58601e124c38a262a";
    private const string OtherTurn = "galtea:inferenceResult_13ad26aa804a084a6d0f39f4";
    private const string Chunk =
        "calyptia:0415166b-1775-457b-80b7-cb9dfb0b8438/trace.3/34692b09-f4f2-4ade-8250-5e47c9d49f5a";

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
