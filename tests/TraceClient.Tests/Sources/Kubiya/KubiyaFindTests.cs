using TraceClient.Kubiya;

namespace TraceClient.Tests.Sources.Kubiya;

public class KubiyaFindTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trace_is_asked_for_flat_since_a_tree_loses_spans()
    {
        var api = new FakeKubiyaApi { Detail = KubiyaSamples.Detail() };

        var trace = await Source(api).FindTraceAsync(KubiyaSamples.TraceId, Token);

        Assert.Equal(3, trace!.Spans.Count);
        Assert.Equal((KubiyaSamples.TraceId, true), Assert.Single(api.TraceCalls));
    }

    [Fact]
    public async Task Upper_case_hex_is_sent_in_lower_case()
    {
        var api = new FakeKubiyaApi { Detail = KubiyaSamples.Detail() };

        await Source(api).FindTraceAsync(KubiyaSamples.TraceId.ToUpperInvariant(), Token);

        Assert.Equal(KubiyaSamples.TraceId, Assert.Single(api.TraceCalls).Id);
    }

    [Fact]
    public async Task A_trace_that_is_not_there_is_null()
    {
        Assert.Null(await Source(new FakeKubiyaApi()).FindTraceAsync("t", Token));
    }

    [Fact]
    public async Task The_word_stats_is_no_trace_and_not_asked_for()
    {
        var api = new FakeKubiyaApi { Detail = KubiyaSamples.Detail() };

        Assert.Null(await Source(api).FindTraceAsync("stats", Token));
        await Assert.ThrowsAsync<TraceNotFoundException>(async () => await Source(api).StreamSpansAsync("stats", Token).ToListAsync(Token));
        Assert.Empty(api.TraceCalls);
    }

    [Fact]
    public async Task Streamed_spans_are_those_of_the_trace()
    {
        var api = new FakeKubiyaApi { Detail = KubiyaSamples.Detail() };

        var spans = await Source(api).StreamSpansAsync(KubiyaSamples.TraceId, Token).ToListAsync(Token);
        var trace = await Source(api).FindTraceAsync(KubiyaSamples.TraceId, Token);

        Assert.Equal(trace!.Spans.OrderBy(span => span.Id, StringComparer.Ordinal), spans.OrderBy(span => span.Id, StringComparer.Ordinal));
        Assert.All(api.TraceCalls, call => Assert.Equal((KubiyaSamples.TraceId, true), call));
    }

    [Fact]
    public async Task A_stream_of_trees_gives_every_span_parents_first()
    {
        var api = new FakeKubiyaApi { Detail = KubiyaSamples.Detail("trace-detail.tree.200.json") };

        var spans = await Source(api).StreamSpansAsync(KubiyaSamples.TraceId, Token).ToListAsync(Token);

        Assert.Equal(["00f067aa0ba902b7", "a2fb4a1d1a96d312"], spans.Select(span => span.Id));
        Assert.All(spans, span => Assert.Empty(span.Children));
    }

    [Fact]
    public async Task A_stream_of_a_trace_that_is_not_there_is_not_found()
    {
        await Assert.ThrowsAsync<TraceNotFoundException>(
            async () => await Source(new FakeKubiyaApi()).StreamSpansAsync("t", Token).ToListAsync(Token));
    }

    private static KubiyaSource Source(FakeKubiyaApi api) => new(api, new KubiyaOptions(), TimeProvider.System);
}
