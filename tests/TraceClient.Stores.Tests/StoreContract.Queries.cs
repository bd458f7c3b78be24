using TraceClient.Otlp.Tests;
using TraceClient.Replication.Tests;

namespace TraceClient.Stores.Tests;

/// <content>Lists, searches and statistics.</content>
public abstract partial class StoreContract
{
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
    public async Task A_search_without_a_word_is_an_invalid_argument()
    {
        await using var store = Open();
        await WriteAsync(store, NewTrace("trace-1"));
        var query = new TraceQuery { FullText = "--" };

        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.GetSpanStatisticsAsync(query, Token));
        var source = Assert.Single(await store.GetSourcesAsync(Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await source.ListTracesAsync(query, Token).GetAsyncEnumerator(Token).MoveNextAsync());
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
