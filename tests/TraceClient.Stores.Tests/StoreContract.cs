using TraceClient.Replication.Tests;

namespace TraceClient.Stores.Tests;

/// <summary>What every store does alike.</summary>
public abstract partial class StoreContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => Replications.Now;

    [Fact]
    public async Task A_trace_that_has_grown_or_lost_spans_replaces_the_earlier_one()
    {
        await using var store = Open();
        var small = NewTrace("trace-1", span => span with { Attributes = AttributeMap.Empty.With("x", "early") });
        var large = TraceAssembler.Assemble(
            small with { Spans = [], Name = "later" },
            Enumerable.Range(0, 20).Select(i => new Span { Id = $"span-{i}", Name = "late" }));
        await WriteAsync(store, small);
        await WriteAsync(store, large);
        await using var copy = await store.CreateClientAsync(Token);
        AssertEqual(large, await copy.GetTraceAsync(large.Reference, Token));
        Assert.Equal("later", Assert.Single(await ListAsync(copy, new TraceQuery())).Name);
        Assert.Empty(await ListAsync(copy, new TraceQuery { FullText = "early" }));
        Assert.Single(await ListAsync(copy, new TraceQuery { FullText = "late" }));

        await WriteAsync(store, small);
        AssertEqual(small, await copy.GetTraceAsync(small.Reference, Token));
        Assert.Equal(new TraceStoreStatistics(1, small.Spans.Count, 0), (await store.GetStatisticsAsync(Token)) with { Bytes = 0 });
        Assert.Empty(await ListAsync(copy, new TraceQuery { FullText = "late" }));
    }

    [Fact]
    public async Task A_trace_that_is_written_twice_is_there_once()
    {
        await using var store = Open();
        var trace = NewTrace("trace-1");
        await store.WriteAsync([new ReplicatedTrace(trace), new ReplicatedTrace(trace)], Token);
        await WriteAsync(store, trace);
        Assert.Equal(new TraceStoreStatistics(1, trace.Spans.Count, 0), (await store.GetStatisticsAsync(Token)) with { Bytes = 0 });
    }

    [Fact]
    public async Task Traces_and_the_checkpoint_are_stored_together_or_not_at_all()
    {
        await using var store = Open();
        await store.WriteAsync([new ReplicatedTrace(NewTrace("trace-1"))], "job", "first"u8.ToArray(), Token);
        var twice = NewTrace("trace-2") with { Spans = [.. Enumerable.Repeat(new Span { Id = "same", Name = "a" }, 2)] };
        await Assert.ThrowsAsync<TraceValidationException>(() => store.WriteAsync(
            [new ReplicatedTrace(NewTrace("trace-3")), new ReplicatedTrace(twice)], "job", "second"u8.ToArray(), Token));
        Assert.Equal("first"u8.ToArray(), (await store.ReadCheckpointAsync("job", Token)).ToArray());
        Assert.True((await store.ReadCheckpointAsync("other", Token)).IsEmpty);
        Assert.Equal(1, (await store.GetStatisticsAsync(Token)).Traces);

        await store.WriteAsync([], "job", "third"u8.ToArray(), Token);
        Assert.Equal("third"u8.ToArray(), (await store.ReadCheckpointAsync("job", Token)).ToArray());
    }

    [Fact]
    public async Task A_second_run_copies_only_what_is_new()
    {
        await using var store = Open();
        var source = Replications.SourceOf(30);
        await using var client = Replications.ClientOf(source);
        Assert.Equal(30, (await Replications.RunAsync(client, store)).Written);
        source.Insert(0, "new", Now.AddMinutes(-0.5));
        var second = await Replications.RunAsync(client, store);
        Assert.Equal(1, second.Written);
        Assert.Equal(31, (await store.GetStatisticsAsync(Token)).Traces);
    }

    [Fact]
    public async Task A_refused_trace_does_not_hold_back_the_others()
    {
        await using var store = Open();
        var source = Replications.SourceOf(10);
        var (summary, trace) = source.Entries[4];
        source.Entries[4] = (summary, trace with { Spans = [.. trace.Spans, .. trace.Spans] });
        await using var client = Replications.ClientOf(source);
        var result = await Replications.RunAsync(client, store);
        Assert.Equal((9, "trace-4"), (result.Written, Assert.Single(result.Failures).Reference.Id));
        Assert.Equal(9, (await store.GetStatisticsAsync(Token)).Traces);
    }

    [Fact]
    public async Task A_forgotten_trace_is_gone_and_is_not_copied_again()
    {
        await using var store = Open();
        var source = Replications.SourceOf(3);
        await using var client = Replications.ClientOf(source);
        await Replications.RunAsync(client, store);
        var reference = source.Entries[1].Trace.Reference;
        Assert.True(await store.ForgetAsync(reference, Token));
        Assert.False(await store.ForgetAsync(reference, Token));
        await WriteAsync(store, source.Entries[1].Trace);

        await using var copy = await store.CreateClientAsync(Token);
        Assert.Null(await copy.FindTraceAsync(reference, Token));
        Assert.Equal(2, (await ListAsync(copy, new TraceQuery())).Count);
        Assert.Equal(2, (await store.GetStatisticsAsync(Token)).Traces);
    }

    [Fact]
    public async Task The_oldest_traces_are_pruned_by_age()
    {
        await using var store = Open();
        var times = new DateTimeOffset?[] { Now.AddDays(-40), Now.AddDays(-31), Now.AddDays(-29), null, Now };
        await store.WriteAsync(
            [.. times.Select((time, i) => new ReplicatedTrace(
                NewTrace($"trace-{i}"), time is { } at ? TraceTimestamp.FromDateTimeOffset(at) : null))],
            Token);
        Assert.Equal(2, await store.PruneAsync(new TraceStoreLimits { MaxAge = TimeSpan.FromDays(30) }, Token));
        await using var copy = await store.CreateClientAsync(Token);
        Assert.Equal(
            ["trace-2", "trace-3", "trace-4"],
            (await ListAsync(copy, new TraceQuery())).Select(summary => summary.Id).Order(StringComparer.Ordinal));
        Assert.Equal(0, await store.PruneAsync(new TraceStoreLimits(), Token));
    }

    [Fact]
    public async Task The_oldest_traces_are_pruned_by_size()
    {
        await using var store = Open();
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var text = Convert.ToHexString(Enumerable.Range(0, 5000).Select(_ => (byte)random.Next(256)).ToArray());
            var trace = NewTrace($"trace-{i:000}", span => span with
            {
                Records = [new Record { Kind = RecordKind.Log, Body = JsonPayload.FromString(text) }],
            });
            await store.WriteAsync([new ReplicatedTrace(trace, TraceTimestamp.FromDateTimeOffset(Now.AddMinutes(i)))], Token);
        }

        var before = await store.GetStatisticsAsync(Token);
        var deleted = await store.PruneAsync(new TraceStoreLimits { MaxBytes = before.Bytes / 2 }, Token);
        var after = await store.GetStatisticsAsync(Token);
        Assert.InRange(after.Bytes, before.Bytes / 8, before.Bytes / 2);
        Assert.Equal(before.Traces - deleted, after.Traces);
        Assert.InRange(after.Traces, 60, 200);
        await using var copy = await store.CreateClientAsync(Token);
        Assert.Equal("trace-299", (await ListAsync(copy, new TraceQuery { Limit = 1 }))[0].Id);
        Assert.Equal($"trace-{deleted:000}", (await ListAsync(copy, new TraceQuery()))[^1].Id);
    }

    [Fact]
    public async Task An_empty_store_has_the_built_in_sources_without_traces()
    {
        await using var store = Open();
        await using var copy = await store.CreateClientAsync(Token);
        Assert.Equal(["calyptia", "galtea", "kubiya"], copy.Sources.Select(source => source.Name));
        Assert.Empty(await ListAsync(copy, new TraceQuery()));
        Assert.Empty(await store.GetSpanStatisticsAsync(cancellationToken: Token));
        Assert.All(await copy.CheckHealthAsync(Token), health => Assert.True(health.IsHealthy));
    }

    [Fact]
    public async Task Readers_see_whole_traces_while_others_are_written()
    {
        await using var store = Open();
        await WriteAsync(store, NewTrace("trace-0"));
        await using var copy = await store.CreateClientAsync(Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                var reads = 0;
                do
                {
                    foreach (var summary in await ListAsync(copy, new TraceQuery { Limit = 20 }))
                        Assert.Equal(summary.SpanCount, (await copy.GetTraceAsync(summary.Reference, Token)).Spans.Count);
                    reads++;
                }
                while (!stop.IsCancellationRequested);
                return reads;
            },
            Token)).ToArray();
        for (var i = 0; i < 40; i++)
            await WriteAsync(store, [.. Enumerable.Range(0, 10).Select(at => NewTrace($"trace-{(i * 3) + at}"))]);
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
    }

    [Fact]
    public async Task A_cancelled_call_and_a_disposed_store_say_so()
    {
        await using var store = Open();
        await WriteAsync(store, NewTrace("trace-1"));
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WriteAsync(store, cancelled, NewTrace("trace-2")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.GetStatisticsAsync(cancelled));
        Assert.Equal(1, (await store.GetStatisticsAsync(Token)).Traces);
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.GetStatisticsAsync(Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => WriteAsync(store, NewTrace("trace-2")));
        await store.DisposeAsync();
    }

    /// <summary>Opens the store of the test, which is empty at first.</summary>
    protected abstract ITraceStore Open();

    protected static Task WriteAsync(ITraceStore store, params IReadOnlyList<Trace> traces) =>
        WriteAsync(store, Token, traces);

    protected static async Task<List<TraceSummary>> ListAsync(ITraceClient client, TraceQuery query)
    {
        var all = new List<TraceSummary>();
        await foreach (var summary in client.ListTracesAsync(query, Token))
            all.Add(summary);
        return all;
    }

    protected static Trace NewTrace(string id, Func<Span, Span>? change = null) => TraceAssembler.Assemble(
        new Trace { Reference = new TraceReference("listed", id), Name = $"name of {id}" },
        [(change ?? (span => span))(new Span { Id = "root", Name = "root" }),
            new Span { Id = "child", ParentId = "root", Name = "child" }]);

    private static async Task WriteAsync(ITraceStore store, CancellationToken cancellationToken, params IReadOnlyList<Trace> traces) =>
        await store.WriteAsync([.. traces.Select(trace => new ReplicatedTrace(trace))], cancellationToken);

    private static void AssertEqual(Trace expected, Trace actual)
    {
        Assert.Equal(expected, actual);
        Assert.Equal(expected.Warnings, actual.Warnings);
        Assert.Equal(expected.Roots.Select(span => span.Id), actual.Roots.Select(span => span.Id));
        Assert.Equal(
            expected.Spans.SelectMany(span => span.Children.Select(child => (span.Id, child.Id))),
            actual.Spans.SelectMany(span => span.Children.Select(child => (span.Id, child.Id))));
    }
}
