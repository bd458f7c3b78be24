using TraceClient.Otlp.Tests;
using TraceClient.Replication.Tests;

namespace TraceClient.Stores.Tests;

/// <summary>What every store does alike.</summary>
public abstract class StoreContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => Replications.Now;

    [Fact]
    public async Task Every_trace_of_the_simulator_is_read_back_as_it_was()
    {
        await using var store = Open();
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        var result = await Replications.RunAsync(client, store);

        await using var copy = await store.CreateClientAsync(Token);
        var listed = 0;
        await foreach (var summary in client.ListTracesAsync(new TraceQuery(), Token))
        {
            if (summary is { Source: "kubiya", Name: "traces.list" or "traces.get" })
                continue;
            var (expected, actual) =
                (await client.GetTraceAsync(summary.Reference, Token), await copy.GetTraceAsync(summary.Reference, Token));
            AssertEqual(expected, actual);
            listed++;
        }

        Assert.Equal(result.Written, listed);
        Assert.Equal((listed, result.Spans), (await store.GetStatisticsAsync(Token)) is var statistics
            ? ((int)statistics.Traces, statistics.Spans)
            : default);
    }

    [Fact]
    public async Task Any_trace_that_the_model_can_hold_is_read_back_as_it_was()
    {
        await using var store = Open();
        var traces = new Dictionary<TraceReference, Trace>();
        for (var seed = 0; seed < 400; seed++)
        {
            var trace = RandomTraces.Make(seed);
            traces[trace.Reference] = trace;
        }

        await WriteAsync(store, [.. traces.Values]);
        await using var copy = await store.CreateClientAsync(Token);
        foreach (var (reference, trace) in traces)
            AssertEqual(trace, await copy.GetTraceAsync(reference, Token));
        Assert.Equal(traces.Count, (await ListAsync(copy, new TraceQuery())).Count);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("' OR 1 = 1; DROP TABLE trace --")]
    [InlineData("\"quoted\" \\ / $1 @source ?")]
    [InlineData("日本語 😀 ﷺ \u200f")]
    public async Task Odd_texts_are_kept_and_found(string text)
    {
        await using var store = Open();
        var trace = NewTrace("odd-1", span => span with
        {
            Name = text,
            StatusMessage = text,
            Attributes = AttributeMap.Empty.With(text, text).With("list", AttributeValue.From([text, double.NaN, 1L])),
            Records = [new Record { Kind = RecordKind.Log, Name = text, Body = JsonPayload.FromString(text) }],
        }) with
        {
            Name = text,
            SessionId = text,
            ServiceName = text,
            User = text,
        };
        await WriteAsync(store, trace, NewTrace("plain-1"));

        await using var copy = await store.CreateClientAsync(Token);
        AssertEqual(trace, await copy.GetTraceAsync(trace.Reference, Token));
        foreach (var query in new[]
        {
            new TraceQuery { Name = text }, new TraceQuery { SearchText = text }, new TraceQuery { SessionId = text },
            new TraceQuery { ServiceName = text }, new TraceQuery { User = text },
        })
            Assert.Equal("odd-1", Assert.Single(await ListAsync(copy, query)).Id);
    }

    [Theory]
    [InlineData("\"\\ud800 half\"")]
    [InlineData("\"\\u0000\"")]
    [InlineData("1e400")]
    [InlineData("-0.0")]
    [InlineData("{ \"b\" : 1.50 , \"a\" : 1, \"b\": 2 }")]
    public async Task Bodies_are_kept_byte_by_byte(string json)
    {
        await using var store = Open();
        var trace = NewTrace(
            "body-1", span => span with { Records = [new Record { Kind = RecordKind.Output, Body = JsonPayload.Parse(json) }] });
        await WriteAsync(store, trace);
        await using var copy = await store.CreateClientAsync(Token);
        Assert.Equal(json, (await copy.GetTraceAsync(trace.Reference, Token)).FindSpan("root")!.Records[0].Body.ToString());
    }

    [Fact]
    public async Task A_body_that_is_no_valid_utf8_or_deep_is_kept()
    {
        await using var store = Open();
        byte[] invalid = [(byte)'"', 0xff, 0xfe, (byte)'"'];
        Assert.True(JsonPayload.TryFromUtf8(invalid, out var body));
        var deep = JsonPayload.Parse(new string('[', 5000) + new string(']', 5000));
        var trace = NewTrace("body-1", span => span with
        {
            Records = [new Record { Kind = RecordKind.Log, Body = body }, new Record { Kind = RecordKind.Log, Body = deep }],
        });
        await WriteAsync(store, trace);
        await using var copy = await store.CreateClientAsync(Token);
        AssertEqual(trace, await copy.GetTraceAsync(trace.Reference, Token));
    }

    [Fact]
    public async Task A_trace_with_many_spans_and_a_large_body_is_kept_and_streamed_in_order()
    {
        await using var store = Open();
        var start = TraceTimestamp.FromDateTimeOffset(Now);
        var spans = Enumerable.Range(0, 5000).Select(i => new Span
        {
            Id = $"{i}",
            ParentId = i == 0 ? null : $"{i / 3}",
            Name = $"step {i % 7}",
            StartTime = new TraceTimestamp(start.UnixNanoseconds + i),
            Records = i == 4000
                ? [new Record { Kind = RecordKind.Input, Body = JsonPayload.FromString(new string('x', 5_000_000)) }]
                : [],
        });
        var trace = TraceAssembler.Assemble(new Trace { Reference = new("listed", "large-1"), Name = "large" }, spans);
        await WriteAsync(store, trace);
        await using var copy = await store.CreateClientAsync(Token);
        AssertEqual(trace, await copy.GetTraceAsync(trace.Reference, Token));
        var streamed = new List<Span>();
        await foreach (var span in copy.StreamSpansAsync(trace.Reference, Token))
            streamed.Add(span);
        Assert.Equal(trace.Spans, streamed);
    }

    [Fact]
    public async Task Filters_mean_the_same_as_for_any_other_source()
    {
        var source = new ListedSource();
        for (var seed = 0; seed < 120; seed++)
        {
            var trace = RandomTraces.Make(seed);
            trace = trace with { Reference = new TraceReference("listed", $"trace-{seed}") };
            source.Entries.Add((SummaryOf(trace, seed), trace));
        }

        source.Entries.Sort((one, other) => Nanoseconds(other.Summary).CompareTo(Nanoseconds(one.Summary)));
        await using var store = Open();
        await store.WriteAsync([.. source.Entries.Select(entry => new ReplicatedTrace(entry.Trace, entry.Summary.RecordedAt))], Token);
        await using var oracle = Replications.ClientOf(source);
        await using var copy = await store.CreateClientAsync(Token);
        foreach (var query in Queries(source))
        {
            var expected = await ListAsync(oracle, query);
            var actual = await ListAsync(copy, query);
            Assert.True(
                expected.Select(summary => summary.Id).ToHashSet(StringComparer.Ordinal).SetEquals(actual.Select(summary => summary.Id)),
                $"{query}: expected {expected.Count} traces, and found {actual.Count}.");
            Assert.Equal(actual.Select(Nanoseconds).OrderDescending(), actual.Select(Nanoseconds));
        }
    }

    [Fact]
    public async Task A_full_text_query_finds_what_its_words_say()
    {
        await using var store = Open();
        var traces = Enumerable.Range(0, 80).Select(RandomTraces.Make)
            .Select((trace, i) => trace with { Reference = new TraceReference("listed", $"trace-{i}") }).ToList();
        await WriteAsync(store, [.. traces]);
        await using var copy = await store.CreateClientAsync(Token);
        var words = traces.SelectMany(trace => trace.Spans.SelectMany(FullTextQuery.WordsOf).Concat(FullTextQuery.WordsOf(trace)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(words.Count > 50);
        var pairs = words.Where((_, i) => i % 5 == 0).Zip(words.Where((_, i) => i % 7 == 0), (one, other) => $"{one} {other}");
        foreach (var text in words.Concat(words.Select(word => $"{word[..1]}*")).Concat(pairs).Append("missing").Append("STEP"))
        {
            FullTextQuery query;
            try
            {
                query = FullTextQuery.Parse(text);
            }
            catch (ArgumentException)
            {
                // Half of a surrogate pair.
                continue;
            }

            var expected = traces.Where(query.IsMatch).Select(trace => trace.Id).Order(StringComparer.Ordinal);
            var actual = (await ListAsync(copy, new TraceQuery { FullText = text })).Select(summary => summary.Id)
                .Order(StringComparer.Ordinal);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public async Task A_summary_has_what_the_trace_says()
    {
        await using var store = Open();
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        await Replications.RunAsync(client, store);
        await using var copy = await store.CreateClientAsync(Token);
        var listed = (await ListAsync(client, new TraceQuery())).ToDictionary(summary => summary.Reference);
        foreach (var summary in await ListAsync(copy, new TraceQuery()))
        {
            var trace = await client.GetTraceAsync(summary.Reference, Token);
            Assert.Equal(listed[summary.Reference].RecordedAt, summary.RecordedAt);
            Assert.Equal(
                (trace.Name, trace.Status, trace.StartTime, trace.EndTime, trace.Duration, trace.SessionId, trace.ServiceName, trace.User),
                (summary.Name, summary.Status, summary.StartTime, summary.EndTime, summary.Duration, summary.SessionId,
                    summary.ServiceName, summary.User));
            Assert.Equal(trace.Spans.Count, summary.SpanCount);
            Assert.Equal(trace.Spans.Count(span => span.Status == SpanStatus.Error), summary.ErrorCount);
            Assert.Equal(trace.Spans.Select(span => span.Type).Distinct(), summary.SpanTypes!);
            Assert.Equal(trace.Usage, summary.Usage);
        }
    }

    [Fact]
    public async Task Pages_of_a_list_leave_out_and_repeat_nothing()
    {
        await using var store = Open();
        var traces = Enumerable.Range(0, 1203).Select(i => new ReplicatedTrace(
            NewTrace($"trace-{i}"), i % 400 == 0 ? null : TraceTimestamp.FromDateTimeOffset(Now.AddSeconds(i / 300)))).ToArray();
        await store.WriteAsync(traces, Token);
        await using var copy = await store.CreateClientAsync(Token);
        var all = await ListAsync(copy, new TraceQuery());
        Assert.Equal(traces.Length, all.Select(summary => summary.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(traces.Length, all.Count);
        var first = await ListAsync(copy, new TraceQuery { Limit = 700 });
        Assert.Equal(all.Take(700).Select(summary => summary.Id), first.Select(summary => summary.Id));
        Assert.Empty(await ListAsync(copy, new TraceQuery { Limit = 0 }));
    }

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
    public async Task Span_statistics_count_each_name_with_its_percentiles()
    {
        await using var store = Open();
        var start = TraceTimestamp.FromDateTimeOffset(Now);
        var spans = Enumerable.Range(1, 100).Select(i => new Span
        {
            Id = $"{i}",
            Name = i % 2 == 0 ? "even" : "odd",
            Type = SpanType.Tool,
            Status = i % 10 == 0 ? SpanStatus.Error : SpanStatus.Ok,
            StartTime = start,
            EndTime = new TraceTimestamp(start.UnixNanoseconds + (i * 1_000_000)),
        }).Append(new Span { Id = "open", Name = "open", StartTime = start });
        await WriteAsync(store, TraceAssembler.Assemble(new Trace { Reference = new("listed", "one"), Name = "one" }, spans));
        await WriteAsync(store, NewTrace("other"));

        var query = new TraceQuery { Name = "one" };
        var statistics = await store.GetSpanStatisticsAsync(query, Token);
        Assert.Equal(["even", "odd", "open"], statistics.Select(row => row.Name));
        Assert.Equal(
            new SpanStatistics("listed", SpanType.Tool, "even", 50, 10)
            {
                Total = TimeSpan.FromMilliseconds(2550),
                P50 = TimeSpan.FromMilliseconds(50),
                P95 = TimeSpan.FromMilliseconds(96),
                Max = TimeSpan.FromMilliseconds(100),
            },
            statistics[0]);
        Assert.Equal(new SpanStatistics("listed", SpanType.Span, "open", 1, 0), statistics[2]);
        Assert.Single(await store.GetSpanStatisticsAsync(query with { Limit = 1 }, Token));
        Assert.Equal(5, (await store.GetSpanStatisticsAsync(cancellationToken: Token)).Count);
    }

    [Fact]
    public async Task A_trace_that_is_not_there_is_not_found()
    {
        await using var store = Open();
        await WriteAsync(store, NewTrace("trace-1"));
        await using var copy = await store.CreateClientAsync(Token);
        Assert.Null(await copy.FindTraceAsync(new TraceReference("listed", "TRACE-1"), Token));
        await Assert.ThrowsAsync<TraceNotFoundException>(async () =>
        {
            await foreach (var _ in copy.StreamSpansAsync(new TraceReference("listed", "other"), Token))
                Assert.Fail("There are no spans.");
        });
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

    private static long Nanoseconds(TraceSummary summary) => summary.RecordedAt?.UnixNanoseconds ?? long.MinValue;

    private static TraceSummary SummaryOf(Trace trace, int seed) => new()
    {
        Reference = trace.Reference,
        Name = trace.Name,
        Status = trace.Status,
        RecordedAt = seed % 9 == 0 ? trace.StartTime ?? trace.EndTime : TraceTimestamp.FromDateTimeOffset(Now.AddMinutes(seed % 50)),
        SessionId = trace.SessionId,
        ServiceName = trace.ServiceName,
        User = trace.User,
        SpanCount = trace.Spans.Count,
        ErrorCount = trace.Spans.Count(span => span.Status == SpanStatus.Error),
        SpanTypes = [.. trace.Spans.Select(span => span.Type).Distinct()],
    };

    private static IEnumerable<TraceQuery> Queries(ListedSource source)
    {
        yield return new TraceQuery();
        yield return new TraceQuery { ErrorsOnly = true };
        yield return new TraceQuery { From = Now.AddMinutes(10), To = Now.AddMinutes(20) };
        yield return new TraceQuery { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        foreach (var status in Enum.GetValues<TraceStatus>())
            yield return new TraceQuery { Status = status, From = Now.AddMinutes(5) };
        foreach (var (summary, _) in source.Entries)
        {
            yield return new TraceQuery { Name = summary.Name };
            yield return new TraceQuery { SearchText = summary.Name.ToUpperInvariant() };
            yield return new TraceQuery { SearchText = summary.ServiceName ?? "", ErrorsOnly = true };
            yield return new TraceQuery { SessionId = summary.SessionId, ServiceName = summary.ServiceName, User = summary.User };
            foreach (var type in summary.SpanTypes!)
                yield return new TraceQuery { SpanType = type };
        }
    }
}
