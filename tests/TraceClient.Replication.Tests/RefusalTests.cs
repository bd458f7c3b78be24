using System.Net;

namespace TraceClient.Replication.Tests;

/// <summary>Tests what happens to the traces that a sink refuses, and when a sink fails.</summary>
public sealed class RefusalTests : IAsyncDisposable
{
    private readonly MemorySink _sink = new();

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    [Theory]
    [InlineData(30)]
    [InlineData(7)]
    [InlineData(1)]
    public async Task A_trace_that_the_sink_refuses_fails_alone(int batchSize)
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(30));
        _sink.Respond = RefuseBatchesWith("trace-11");

        var result = await Replications.RunAsync(client, _sink, new ReplicationOptions { BatchSize = batchSize });

        Assert.Equal((29, 1), (result.Written, result.Failed));
        var failure = Assert.Single(result.Failures);
        Assert.Equal(("trace-11", "bad span"), (failure.Reference.Id, failure.Exception.Message));
        Assert.Equal(29, _sink.TraceIds.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(58, _sink.SpanIds.Count);
    }

    [Fact]
    public async Task A_refused_batch_is_split_in_halves()
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(64));
        _sink.Respond = RefuseBatchesWith("trace-11");

        await Replications.RunAsync(client, _sink, new ReplicationOptions { BatchSize = 64 });

        // Six times in two: each time one half is refused, and the other one stored.
        Assert.Equal((13, 6), (_sink.Writes, _sink.Batches.Count));
    }

    [Fact]
    public async Task Traces_that_the_sink_names_are_not_written_again()
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(30));
        string[] refused = [.. Enumerable.Range(5, 15).Select(i => $"trace-{i}")];
        _sink.Respond = traces => Refuse(traces.Where(trace => refused.Contains(trace.Id, StringComparer.Ordinal)));

        var result = await Replications.RunAsync(client, _sink);

        Assert.Equal((15, 15, 15), (result.Written, result.Failed, result.Failures.Count));
        Assert.Equal(1, _sink.Writes);
    }

    [Fact]
    public async Task A_trace_that_was_refused_is_retried_by_the_next_run_and_stops_no_others()
    {
        using var folder = new TemporaryFolder();
        var source = Replications.SourceOf(30);
        await using var client = Replications.ClientOf(source);
        _sink.Respond = RefuseBatchesWith([.. Enumerable.Range(5, 15).Select(i => $"trace-{i}")]);
        var options = new ReplicationOptions { CheckpointPath = folder.File(), MaxParallelReads = 1 };

        await Assert.ThrowsAsync<TraceValidationException>(() => Replications.RunAsync(client, _sink, options));
        var second = await Replications.RunAsync(client, _sink, options);
        Assert.Equal((15, 15), (second.Failed, second.Failures.Count));

        _sink.Respond = _ => TraceSinkResult.Complete;
        var third = await Replications.RunAsync(client, _sink, options);

        Assert.Equal((15, 0), (third.Written, third.Failed));
        Replications.AssertWritten(Replications.IdsOf(source), _sink);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sink_that_refuses_one_trace_after_the_other_ends_the_run(bool areNamed)
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(200));
        _sink.Respond = traces => areNamed ? Refuse(traces) : throw Refusal();

        await Assert.ThrowsAsync<TraceValidationException>(
            () => Replications.RunAsync(client, _sink, new ReplicationOptions { BatchSize = 16 }));

        // The batch of 16 in halves until ten traces are alone; named traces are not written again.
        Assert.Equal(areNamed ? 1 : 21, _sink.Writes);
    }

    [Fact]
    public async Task A_sink_that_fails_ends_the_run_and_nothing_of_the_batch_is_done()
    {
        using var folder = new TemporaryFolder();
        var source = Replications.SourceOf(20);
        await using var client = Replications.ClientOf(source);
        var options = new ReplicationOptions { CheckpointPath = folder.File(), BatchSize = 5, MaxParallelReads = 1 };
        _sink.Respond = _ => _sink.Writes == 3
            ? throw new TraceAuthenticationException("the token is wrong")
            : TraceSinkResult.Complete;

        await Assert.ThrowsAsync<TraceAuthenticationException>(() => Replications.RunAsync(client, _sink, options));
        Assert.Equal(3, _sink.Writes);
        var result = await Replications.RunAsync(client, _sink, options);

        Assert.Equal(10, result.Written);
        Assert.Equal(Replications.IdsOf(source).Order(StringComparer.Ordinal), _sink.SpanIds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unexpected_exception_of_a_sink_is_wrapped_without_its_message()
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(3));
        _sink.Respond = _ => throw new InvalidOperationException("with a secret");

        var error = await Assert.ThrowsAsync<TraceClientException>(() => Replications.RunAsync(client, _sink));

        Assert.Equal("The sink memory failed with an unexpected InvalidOperationException.", error.Message);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public async Task A_sink_without_a_target_is_rejected_before_anything_is_read()
    {
        var source = Replications.SourceOf(3);
        await using var client = Replications.ClientOf(source);
        _sink.Target = " ";

        var error = await Assert.ThrowsAsync<TraceClientException>(() => Replications.RunAsync(client, _sink));

        Assert.Contains("Target", error.Message, StringComparison.Ordinal);
        Assert.Empty(source.Lists);
    }

    private static Func<IReadOnlyList<Trace>, TraceSinkResult> RefuseBatchesWith(params string[] ids) => traces =>
        traces.Any(trace => ids.Contains(trace.Id, StringComparer.Ordinal)) ? throw Refusal() : TraceSinkResult.Complete;

    private static TraceSinkResult Refuse(IEnumerable<Trace> traces) =>
        new() { Refused = [.. traces.Select(trace => new ReplicationFailure(trace.Reference, Refusal()))] };

    private static TraceValidationException Refusal() => new("bad span", HttpStatusCode.BadRequest);
}
