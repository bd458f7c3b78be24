namespace TraceClient.Replication.Tests;

public sealed class TransformTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemorySink _sink = new();
    private readonly ListedSource _source = Replications.SourceOf(20);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_trace_is_changed_before_it_is_written()
    {
        var result = await RunAsync(trace => trace with { Name = "changed" });

        Assert.Equal(20, result.Written);
        Assert.All(_sink.Batches.SelectMany(batch => batch), trace => Assert.Equal("changed", trace.Name));
    }

    [Fact]
    public async Task A_trace_whose_change_makes_no_difference_is_not_written_again()
    {
        _source.Add("running", Replications.Now.AddMinutes(-2), spans: 2, isComplete: false);
        await RunAsync(WithoutSpans);
        _source.Set("running", spans: 3, isComplete: false);

        var result = await RunAsync(WithoutSpans);

        Assert.Equal((0, 1), (result.Written, result.Unfinished));
        Assert.Equal(22, _source.Reads.Count);

        static Trace WithoutSpans(Trace trace) => trace with { Spans = [], Roots = [] };
    }

    [Fact]
    public async Task A_trace_that_cannot_be_changed_fails_alone_and_is_retried_by_the_next_run()
    {
        var first = await RunAsync(trace => trace.Id == "trace-3" ? throw new InvalidOperationException("with a secret") : trace);
        var second = await RunAsync(trace => trace);

        Assert.Equal((19, 1), (first.Written, first.Failed));
        Assert.Equal(
            "Transform failed with an unexpected InvalidOperationException.", Assert.Single(first.Failures).Exception.Message);
        Assert.Equal((1, 0), (second.Written, second.Failed));
    }

    [Fact]
    public async Task A_filter_that_throws_ends_the_run_with_a_clear_error()
    {
        await using var client = Replications.ClientOf(_source);
        var options = new ReplicationOptions { Filter = _ => throw new InvalidOperationException("with a secret") };

        var error = await Assert.ThrowsAsync<TraceClientException>(() => Replications.RunAsync(client, _sink, options));

        Assert.Equal("Filter failed with an unexpected InvalidOperationException.", error.Message);
    }

    [Fact]
    public async Task A_trace_with_another_reference_fails()
    {
        var result = await RunAsync(
            trace => trace.Id == "trace-3" ? trace with { Reference = new TraceReference("listed", "trace-4") } : trace);

        Assert.Contains("another reference", Assert.Single(result.Failures).Exception.Message, StringComparison.Ordinal);
        Assert.Equal(19, _sink.TraceIds.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_checkpoint_of_unchanged_traces_is_refused()
    {
        await RunAsync(null);

        var error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync(trace => trace));

        Assert.Contains("another job", error.Message, StringComparison.Ordinal);
    }

    private async Task<ReplicationResult> RunAsync(Func<Trace, Trace>? transform)
    {
        await using var client = Replications.ClientOf(_source);
        return await Replications.RunAsync(
            client, _sink, new ReplicationOptions { CheckpointPath = _folder.File(), Transform = transform });
    }
}
