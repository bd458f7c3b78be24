using TraceClient.Testing;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>What was exported is found again as it was online.</summary>
public sealed class ExportedTracesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("traces.jsonl", OtlpFormat.JsonLines)]
    [InlineData("traces.jsonl.gz", OtlpFormat.JsonLines)]
    [InlineData("traces.json", OtlpFormat.Json)]
    [InlineData("traces.pb", OtlpFormat.Protobuf)]
    [InlineData("traces.pb.gz", OtlpFormat.Protobuf)]
    public async Task An_export_of_all_sources_lists_and_opens_the_same_traces(string name, OtlpFormat format)
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: Token);
        await using var online = TraceClients.Create(simulator.Configure);
        var listed = await Archives.ListAsync(online);
        var traces = new List<Trace>();
        foreach (var summary in listed)
            traces.Add(await online.GetTraceAsync(summary.Reference, Token));
        _folder.Write(name, format, [.. traces]);

        await using var offline = await Archives.OpenAsync(_folder.PathOf(name));
        var again = await Archives.ListAsync(offline);

        Assert.Equal(["calyptia", "galtea", "kubiya"], offline.Sources.Select(source => source.Name));
        Assert.Equal(listed.Select(summary => summary.RecordedAt), again.Select(summary => summary.RecordedAt));
        Assert.Equal(InOrder(listed), InOrder(again));
        foreach (var trace in traces)
            Assert.Equal(trace, await offline.GetTraceAsync(trace.Reference, Token));
        await Archives.AssertListMatchesTracesAsync(offline);
        Assert.All(await offline.CheckHealthAsync(Token), health => Assert.True(health.IsHealthy));

        static IEnumerable<(TraceTimestamp?, string, TraceStatus, string?)> InOrder(List<TraceSummary> summaries) => summaries
            .OrderByDescending(summary => summary.RecordedAt).ThenBy(summary => summary.Reference.ToString(), StringComparer.Ordinal)
            .Select(summary => (summary.RecordedAt, summary.Reference.ToString(), summary.Status, summary.SessionId));
    }

    [Fact]
    public async Task Filters_mean_what_they_mean_online()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: Token);
        await using var online = TraceClients.Create(simulator.Configure);
        var traces = new List<Trace>();
        await foreach (var summary in online.ListTracesAsync(new TraceQuery { Sources = ["kubiya"] }, Token))
            traces.Add(await online.GetTraceAsync(summary.Reference, Token));
        await using var offline = await Archives.OpenAsync(_folder.Write("traces.jsonl", OtlpFormat.JsonLines, [.. traces]));
        var sample = traces[^1];
        TraceQuery[] queries =
        [
            new() { Sources = ["kubiya"], Name = sample.Name }, new() { Sources = ["kubiya"], Status = TraceStatus.Error },
            new() { Sources = ["kubiya"], SessionId = sample.SessionId },
            new() { Sources = ["kubiya"], Limit = 3 }, new() { Sources = ["kubiya"], SpanType = SpanType.Tool },
            new() { Sources = ["kubiya"], SearchText = sample.Name[1..4] },
        ];

        foreach (var query in queries)
            Assert.Equal(Sorted(await Archives.ListAsync(online, query)), Sorted(await Archives.ListAsync(offline, query)));

        static IEnumerable<string> Sorted(List<TraceSummary> summaries) =>
            summaries.Select(summary => summary.Id).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_the_files_do_not_hold_is_not_found()
    {
        await using var client = await Archives.OpenAsync(
            _folder.Write("a.jsonl", OtlpFormat.JsonLines, RandomTraces.Make(1) with { Reference = new("kubiya", "here") }));
        var unknown = new TraceReference("kubiya", "gone");

        Assert.NotNull(await client.FindTraceAsync(new TraceReference("kubiya", "here"), Token));
        Assert.Null(await client.FindTraceAsync(unknown, Token));
        await Assert.ThrowsAsync<TraceNotFoundException>(() => client.GetTraceAsync(unknown, Token));
        await Assert.ThrowsAsync<TraceNotFoundException>(async () => await client.StreamSpansAsync(unknown, Token).CountAsync(Token));
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetTraceAsync(new TraceReference("galtea", "here"), Token));
    }

    [Fact]
    public async Task A_trace_that_was_written_again_is_as_it_was_last()
    {
        var trace = RandomTraces.Make(3) with { Reference = new("kubiya", "one"), Status = TraceStatus.Running, IsComplete = false };
        var later = trace with { Status = TraceStatus.Ok, IsComplete = true };
        _folder.Write("1.jsonl", OtlpFormat.JsonLines, trace, later);
        _folder.Write("2.jsonl", OtlpFormat.JsonLines, later);

        await using var client = await Archives.OpenAsync(_folder.Path);

        var summary = Assert.Single(await Archives.ListAsync(client));
        Assert.Equal((TraceStatus.Ok, trace.Spans.Count), (summary.Status, summary.SpanCount));
        Assert.Equal(later, await client.GetTraceAsync(trace.Reference, Token));
    }

    [Fact]
    public async Task A_source_of_files_is_one_of_a_container_s_sources()
    {
        var path = _folder.Write("a.jsonl", OtlpFormat.JsonLines, RandomTraces.Make(1) with { Reference = new("kubiya", "k") },
            RandomTraces.Make(2) with { Reference = new("galtea", "g") });

        await using var client = TraceClients.Create(_ => { }, builder => builder.AddSource(_ => new FileTraceSource("galtea", [path])));

        Assert.Equal("galtea:g", Assert.Single(await Archives.ListAsync(client)).Reference.ToString());
    }
}
