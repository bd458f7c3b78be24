using TraceClient.Replication;
using TraceClient.Replication.Tests;

namespace TraceClient.Otlp.Tests.Exporting;

/// <summary>Tests the exporter as the sink of a replication.</summary>
public sealed class SinkTests : IAsyncDisposable
{
    private readonly Collector _collector = new();
    private readonly TemporaryFolder _folder = new();

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_traces_of_the_three_services_arrive_once_with_their_OpenTelemetry_ids()
    {
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        await using var exporter = To(_collector);
        var expected = new List<string>();
        await foreach (var summary in client.ListTracesAsync(cancellationToken: Exports.Token))
            expected.AddRange(IdsOf(await client.GetTraceAsync(summary.Reference, Exports.Token)));

        var result = await Replications.RunAsync(client, exporter);

        Assert.True(expected.Count > 200);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Arrived().Order(StringComparer.Ordinal));
        Assert.Equal((result.Listed, expected.Count), (result.Written, result.Spans));
    }

    [Fact]
    public async Task A_batch_that_is_too_large_for_the_collector_is_sent_in_halves()
    {
        var source = Replications.SourceOf(20);
        await using var client = Replications.ClientOf(source);
        await using var exporter = To(_collector);
        _collector.Judge = request => IdsIn(request).Count > 3 ? Answer.Json(413, "{}") : Answer.Ok;

        var result = await Replications.RunAsync(client, exporter);

        Assert.Equal((20, 0), (result.Written, result.Failed));
        Assert.Equal(ExpectedOf(source), Arrived(most: 3).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(OtlpExportFormat.Json)]
    [InlineData(OtlpExportFormat.Protobuf)]
    public async Task A_trace_that_is_too_large_for_the_collector_is_refused_alone(OtlpExportFormat format)
    {
        var source = Replications.SourceOf(20);
        source.TextLength = 5000;
        source.Add("large", Replications.Now.AddMinutes(-30));
        await using var client = Replications.ClientOf(source);
        await using var exporter = To(_collector, options => options.Format = format);
        _collector.Judge = request => request.Body.Length > 4000 ? Answer.Json(413, """{"message":"too much"}""") : Answer.Ok;

        var result = await Replications.RunAsync(client, exporter);

        Assert.Equal((20, 1), (result.Written, result.Failed));
        var failure = Assert.Single(result.Failures);
        Assert.Equal("large", failure.Reference.Id);
        Assert.Contains("413", failure.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_a_batch_that_is_too_large_for_the_collector_is_sent_in_halves()
    {
        var trace = Exports.Make("large", 10);
        await using var exporter = To(_collector);
        _collector.Judge = request => IdsIn(request).Count > 3 ? Answer.Json(413, "{}") : Answer.Ok;

        var result = await exporter.ExportAsync(trace, Exports.Token);

        Assert.Equal((1, 10, 0), (result.Traces, result.Spans, result.RejectedSpans));
        Assert.Equal(IdsOf(trace).Order(StringComparer.Ordinal), Arrived(most: 3).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_span_that_is_larger_than_MaxBatchBytes_fails_its_trace_only()
    {
        var source = Replications.SourceOf(2);
        source.TextLength = 3000;
        source.Add("large", Replications.Now.AddMinutes(-30));
        await using var client = Replications.ClientOf(source);
        await using var exporter = To(_collector, options => options.MaxBatchBytes = 2048);

        var result = await Replications.RunAsync(client, exporter);

        Assert.Equal((2, 1), (result.Written, result.Failed));
        Assert.Contains("MaxBatchBytes", Assert.Single(result.Failures).Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task A_trace_that_the_collector_rejects_fails_alone(int status)
    {
        var source = Replications.SourceOf(30);
        await using var client = Replications.ClientOf(source);
        await using var exporter = To(_collector, options => options.MaxBatchSpans = 20);
        string[] rejected = [.. IdsOf(source.Entries[11].Trace)];
        _collector.Judge = request => IdsIn(request).Intersect(rejected, StringComparer.Ordinal).Any()
            ? Answer.Json(status, """{"code":3,"message":"bad span"}""")
            : Answer.Ok;

        var result = await Replications.RunAsync(client, exporter);

        Assert.Equal((29, 1), (result.Written, result.Failed));
        Assert.Contains("bad span", Assert.Single(result.Failures).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_that_the_collector_rejects_are_reported_and_not_sent_again()
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(10));
        _collector.Judge = _ => Answer.Json(200, """{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}""");
        await using var exporter = To(_collector);

        var result = await Replications.RunAsync(client, exporter, new ReplicationOptions { BatchSize = 5 });

        Assert.Equal((10, 6, 2), (result.Written, result.RejectedSpans, result.Batches));
        Assert.Equal("too old", Assert.Single(result.Messages));
        Assert.Equal(2, _collector.Attempts);
    }

    [Fact]
    public async Task Transient_responses_delay_a_replication_and_lose_nothing()
    {
        var source = Replications.SourceOf(20);
        await using var client = Replications.ClientOf(source);
        await using var collector = new Collector(
            Answer.Ok, Answer.Json(429, "{}", ("Retry-After", "7")), Answer.ResetInRequest, Answer.Json(503, "{}"), Answer.Ok,
            Answer.Ok with { Missing = 5 });
        await using var exporter = To(collector);

        var result = await Replications.RunAsync(client, exporter, new ReplicationOptions { BatchSize = 5 });

        Assert.Equal((20, 4), (result.Written, result.Batches));
        var arrived = collector.Requests.SelectMany(IdsIn).Distinct(StringComparer.Ordinal);
        Assert.Equal(ExpectedOf(source), arrived.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_rejects_the_token_ends_a_replication()
    {
        var source = Replications.SourceOf(200);
        await using var client = Replications.ClientOf(source);
        await using var collector = new Collector(Answer.Ok, Answer.Json(401, "{}"));
        await using var exporter = To(collector);

        await Assert.ThrowsAsync<TraceAuthenticationException>(
            () => Replications.RunAsync(client, exporter, new ReplicationOptions { BatchSize = 5 }));

        Assert.Equal(2, collector.Attempts);
        Assert.InRange(source.Reads.Count, 10, 20);
    }

    [Fact]
    public async Task A_checkpoint_is_for_one_collector()
    {
        await using var client = Replications.ClientOf(Replications.SourceOf(3));
        await using var another = new Collector();
        await using var first = To(_collector);
        await using var second = To(another);
        var options = new ReplicationOptions { CheckpointPath = _folder.File() };
        await Replications.RunAsync(client, first, options);

        var error = await Assert.ThrowsAsync<CheckpointException>(() => Replications.RunAsync(client, second, options));

        Assert.Contains(another.Endpoint.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Equal(0, another.Attempts);
    }

    [Fact]
    public async Task The_target_of_a_checkpoint_has_no_credentials()
    {
        await using var exporter = new OtlpTraceExporter(new OtlpExporterOptions
        {
            Endpoint = new Uri("https://collector.example/v1/traces?key=secret-in-query"),
            Headers = { ["Authorization"] = "Bearer secret-in-header" },
        });

        Assert.Equal("https://collector.example/v1/traces", ((ITraceSink)exporter).Target);
    }

    private static OtlpTraceExporter To(Collector collector, Action<OtlpExporterOptions>? configure = null) =>
        Exports.To(collector, configure: options =>
        {
            options.Format = OtlpExportFormat.Json;
            configure?.Invoke(options);
        });

    /// <summary>Returns the ids of the spans of accepted requests: of those with at most so many spans.</summary>
    private IEnumerable<string> Arrived(int most = int.MaxValue) =>
        _collector.Requests.Select(IdsIn).Where(ids => ids.Count <= most).SelectMany(ids => ids);

    private static IEnumerable<string> ExpectedOf(ListedSource source) =>
        source.Entries.SelectMany(entry => IdsOf(entry.Trace)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> IdsOf(Trace trace) =>
        trace.Spans.Select(span => $"{OtlpIds.TraceId(trace.Source, trace.Id)}/{OtlpIds.SpanId(trace.Source, span.Id)}");

    private static List<string> IdsIn(Received request)
    {
        using var document = System.Text.Json.JsonDocument.Parse(request.Body);
        return [.. Data.SpansOf(document.RootElement)
            .Select(span => $"{span.GetProperty("traceId").GetString()}/{span.GetProperty("spanId").GetString()}")];
    }
}
