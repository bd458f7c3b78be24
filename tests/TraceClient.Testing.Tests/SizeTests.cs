namespace TraceClient.Testing.Tests;

/// <summary>Alone, since what other tests allocate would count.</summary>
[CollectionDefinition(nameof(SizeTests), DisableParallelization = true)]
[Collection(nameof(SizeTests))]
public sealed class SizeTests
{
    private const int Spans = 10_000_000;
    private const int Traces = 1_000_000;
    private const long Bound = 64 * 1024 * 1024;

    [Fact]
    public async Task Ten_million_kubiya_spans_cost_no_memory()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options => (options.Kubiya.Traces, options.Kubiya.SpansPerTrace) = (Spans / 10, 10), TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, SimulatedService.Kubiya);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var pages = new List<string>();
        foreach (var page in new[] { 1, 5_000, 10_000 })
            pages.AddRange((await caller.JsonAsync($"/api/v1/traces?page_size=100&page={page}")).GetProperty("items").Texts("trace_id"));
        var last = await caller.JsonAsync($"/api/v1/traces/{pages[^1]}?flat=true");

        Assert.Equal(300, pages.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(10, last.GetProperty("spans").GetArrayLength());
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Bound);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&sort=started_at")]
    public async Task A_deep_page_of_kubiya_traces_up_to_a_time_costs_no_memory(string sort)
    {
        await using var simulator =
            await TraceSimulator.StartAsync(options => options.Kubiya.Traces = Traces, TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, SimulatedService.Kubiya);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var page = await caller.JsonAsync($"/api/v1/traces?page_size=100&page={Traces / 200}&time_to=2999-01-01T00:00:00Z{sort}");

        Assert.Equal((100, Traces), (page.GetProperty("items").GetArrayLength(), page.GetProperty("total").GetInt32()));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Bound);
    }

    [Theory]
    [InlineData("inferenceResults", "desc", Traces)]
    [InlineData("inferenceResults", "asc", Traces)]
    [InlineData("sessions", "desc", (Traces + 2) / 3)]
    public async Task A_deep_page_of_galtea_lists_up_to_a_time_costs_no_memory(string list, string order, int total)
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options => (options.Galtea.Traces, options.Galtea.WrapLists) = (Traces, true), TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, SimulatedService.Galtea);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var page = await caller.JsonAsync($"/{list}?sort=createdAt,{order}&limit=100&offset={total / 2}&toCreatedAt=2999-01-01T00:00:00Z");

        Assert.Equal((100, total), (page.GetProperty("data").GetArrayLength(), page.GetProperty("total").GetInt32()));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Bound);
    }

    [Fact]
    public async Task Ten_million_galtea_rows_cost_no_memory()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options => (options.Galtea.Traces, options.Galtea.SpansPerTrace) = (10, Spans / 10), TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, SimulatedService.Galtea);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var ids = new List<string>();
        foreach (var offset in new[] { 0, Spans / 2, Spans - 100 })
            ids.AddRange((await caller.JsonAsync($"/traces?sort=createdAt,asc&limit=100&offset={offset}")).Texts("id"));
        var ofOne = await caller.JsonAsync(
            $"/traces?inferenceResultIds={simulator.Galtea.InferenceResultIds.Last()}&limit=100&offset=999950");
        var end = await caller.JsonAsync($"/traces?offset={Spans}");

        Assert.Equal(300, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((50, 0), (ofOne.GetArrayLength(), end.GetArrayLength()));
        Assert.Equal(ids[150], (await caller.JsonAsync($"/traces?ids={ids[150]}"))[0].Text("id"));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Bound);
    }

    [Fact]
    public async Task Ten_million_calyptia_records_cost_no_memory()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options => (options.Calyptia.Pipelines, options.Calyptia.SessionsPerPipeline, options.Calyptia.TracesPerSession,
                options.Calyptia.RecordsPerTrace) = (1, 1, 1_000_000, 10),
            TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, SimulatedService.Calyptia);
        var session = simulator.Calyptia.SessionIds.Single();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var first = await caller.GetAsync($"/v1/trace_sessions/{session}/records?last=100");
        var second = await caller.GetAsync($"{first.Link![1..first.Link!.IndexOf('>', StringComparison.Ordinal)]}&last=100");

        Assert.Equal(Spans, simulator.Calyptia.RecordCount(session));
        Assert.Equal(200, first.Json.Texts("id").Concat(second.Json.Texts("id")).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Bound);
    }

    [Fact]
    public async Task A_trace_of_a_million_spans_is_streamed()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options => (options.Kubiya.Traces, options.Kubiya.SpansPerTrace) = (1, 1_000_000), TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, SimulatedService.Kubiya);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        using (var response = await caller.OpenAsync($"/api/v1/traces/{simulator.Kubiya.TraceIds.Single()}?flat=true"))
        {
            using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await stream.ReadExactlyAsync(new byte[1024 * 1024], TestContext.Current.CancellationToken);
            Assert.Null(response.Content.Headers.ContentLength);
        }

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Bound);
    }
}
