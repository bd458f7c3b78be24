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
    public async Task Traces_are_found_by_words_where_the_source_has_a_full_text_search()
    {
        var token = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("tracectl-find-");
        await using var online = Tools.Of(fixture.Simulator);
        try
        {
            await using var store = ToolStore.Open(Path.Combine(folder.FullName, "traces.db"), StoreAccess.Create);
            await new Replication.TraceReplicator(online.Context.Client, store.Store).RunAsync(cancellationToken: token);
            await using var tools = Tools.Of(false, [.. await store.Store.GetSourcesAsync(token)]);

            var found = await tools.TranscriptAsync("search_traces", """{"find":"refund","limit":1}""", """{"find":"--"}""");
            var unable = await online.TranscriptAsync("search_traces", """{"find":"refund"}""");

            Assert.Contains("1 trace, more exist:", found, StringComparison.Ordinal);
            Assert.Contains("'find' has no word.", found, StringComparison.Ordinal);
            Assert.Contains("These sources have no full-text search.", unable, StringComparison.Ordinal);
            Assert.Contains("tracectl sync", unable, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Pages.Limits), MemberType = typeof(Pages))]
    public async Task The_pages_of_a_list_have_each_trace_once(int limit)
    {
        await using var online = Tools.Of(fixture.Simulator);
        var token = TestContext.Current.CancellationToken;
        var summaries = await online.Context.Client.ListTracesAsync(cancellationToken: token).ToListAsync(token);
        var sources = summaries.GroupBy(summary => summary.Source, StringComparer.Ordinal);
        await using var tools = Tools.Of(false, [.. sources.Select(source => new ListedSource(source.Key, source))]);
        foreach (var sort in SummaryOrder.Names)
        {
            var whole = await Pages.WalkAsync(tools, $$"""{"sort":"{{sort}}","limit":100,"max_chars":32768""");
            var found = await Pages.WalkAsync(tools, $$"""{"sort":"{{sort}}","limit":{{limit}},"max_chars":1500""");

            Assert.Equal(74, found.Count);
            Assert.Equal(whole, found);
            Assert.Equal(found.Distinct(StringComparer.Ordinal), found);
        }
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
