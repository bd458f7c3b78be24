using System.Runtime.CompilerServices;

namespace TraceClient.Otlp.Tests.Exporting;

public sealed class BatchTests
{
    [Theory]
    [InlineData(OtlpExportFormat.Json)]
    [InlineData(OtlpExportFormat.Protobuf)]
    public async Task What_is_received_reads_back_as_the_same_traces(OtlpExportFormat format)
    {
        Trace[] traces =
            [.. Enumerable.Range(1, 40).Select(RandomTraces.Make).DistinctBy(trace => OtlpIds.TraceId(trace.Source, trace.Id))];
        await using var collector = new Collector();
        await using var exporter = Exports.To(collector, configure: options => (options.Format, options.MaxBatchSpans) = (format, 7));

        var result = await exporter.ExportAsync(Exports.Stream(traces), Exports.Token);

        Assert.Equal(traces, await Exports.TracesOfAsync(collector, format));
        Assert.Equal((traces.Length, traces.Sum(trace => trace.Spans.Count), 0), (result.Traces, result.Spans, result.RejectedSpans));
        Assert.Equal(collector.Requests.Count, result.Batches);
    }

    [Fact]
    public async Task Json_of_one_batch_is_what_the_writer_writes()
    {
        Trace[] traces = [Exports.Make("a", 5), Exports.Make("b", 3)];
        await using var collector = new Collector();
        await using var exporter = Exports.To(collector, configure: options => options.Format = OtlpExportFormat.Json);

        await exporter.ExportAsync(Exports.Stream(traces), Exports.Token);

        Assert.Equal(Data.Write(OtlpFormat.Json, traces), Assert.Single(collector.Requests).Raw);
    }

    [Fact]
    public async Task Protobuf_of_one_batch_is_what_the_writer_writes()
    {
        Trace[] traces = [Exports.Make("a", 5), Exports.Make("b", 3)];
        await using var collector = new Collector();
        await using var exporter = Exports.To(collector);

        await exporter.ExportAsync(Exports.Stream(traces), Exports.Token);

        Assert.Equal(Data.Write(OtlpFormat.Protobuf, traces), Assert.Single(collector.Requests).Raw);
    }

    [Theory]
    [InlineData(OtlpExportFormat.Json)]
    [InlineData(OtlpExportFormat.Protobuf)]
    public async Task A_batch_is_filled_to_the_byte_and_never_beyond(OtlpExportFormat format)
    {
        var trace = Exports.Make("a", 12, textLength: 150);
        var whole = Data.Write(format == OtlpExportFormat.Json ? OtlpFormat.Json : OtlpFormat.Protobuf, trace).Length;

        Assert.Equal(1, await BatchesOf(trace, format, whole));
        Assert.Equal(2, await BatchesOf(trace, format, whole - 1));
    }

    [Theory]
    [InlineData(OtlpExportFormat.Json)]
    [InlineData(OtlpExportFormat.Protobuf)]
    public async Task A_trace_that_is_larger_than_a_batch_is_split_and_whole_again(OtlpExportFormat format)
    {
        var trace = Exports.Make("large", 300, textLength: 100);
        await using var collector = new Collector();
        await using var exporter = Exports.To(collector, configure: options => (options.Format, options.MaxBatchBytes) = (format, 5000));

        var result = await exporter.ExportAsync(trace, Exports.Token);

        Assert.True(result.Batches > 10);
        Assert.All(collector.Requests, request => Assert.InRange(request.Raw.Length, 1, 5000));
        Assert.Equal(trace, Assert.Single(await Exports.TracesOfAsync(collector, format)));
    }

    [Fact]
    public async Task A_span_that_fits_in_no_batch_fails_by_name()
    {
        await using var collector = new Collector();
        await using var exporter = Exports.To(collector, configure: options => options.MaxBatchBytes = 1024);

        var error = await Assert.ThrowsAsync<TraceClientException>(
            () => exporter.ExportAsync(Exports.Make("a", 1, textLength: 2000), Exports.Token));

        Assert.Contains(OtlpIds.SpanId("kubiya", "a-0"), error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxBatchBytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(collector.Requests);
    }

    [Fact]
    public async Task Gzip_is_gzip()
    {
        var trace = Exports.Make("a", 50);
        await using var collector = new Collector();
        await using var exporter = Exports.To(collector, configure: options => options.Compression = OtlpExportCompression.Gzip);

        await exporter.ExportAsync(trace, Exports.Token);

        var request = Assert.Single(collector.Requests);
        Assert.True(request.IsGzip);
        Assert.Equal([0x1F, 0x8B], request.Raw[..2]);
        Assert.Equal(Data.Write(OtlpFormat.Protobuf, trace), request.Body);
    }

    [Theory]
    [InlineData(OtlpExportFormat.Json, "application/json")]
    [InlineData(OtlpExportFormat.Protobuf, "application/x-protobuf")]
    public async Task A_request_is_a_post_with_its_type_and_headers(OtlpExportFormat format, string type)
    {
        await using var collector = new Collector();
        await using var exporter = Exports.To(collector, configure: options =>
        {
            options.Format = format;
            options.Headers["Authorization"] = "Bearer secret-of-mine";
        });

        await exporter.ExportAsync(Exports.Small, Exports.Token);

        var request = Assert.Single(collector.Requests);
        Assert.Equal("POST /v1/traces HTTP/1.1", request.Line);
        Assert.Equal(type, request.Headers["Content-Type"]);
        Assert.Equal("Bearer secret-of-mine", request.Headers["Authorization"]);
        Assert.False(request.IsGzip);
    }

    [Fact]
    public async Task A_trace_without_spans_is_sent_as_one_span_that_stands_for_it()
    {
        await using var collector = new Collector();
        await using var exporter = Exports.To(collector);

        var result = await exporter.ExportAsync(Exports.Stream(Exports.Make("empty", 0)), Exports.Token);

        Assert.Equal((1, 1, 1), (result.Traces, result.Spans, result.Batches));
        Assert.Equal(1, collector.Attempts);
    }

    [Fact]
    public async Task The_source_waits_while_a_batch_is_on_its_way()
    {
        var answered = new List<int>();
        await using var collector = new Collector();
        await using var exporter = Exports.To(collector, configure: options => options.MaxBatchSpans = 1);

        await exporter.ExportAsync(Source(Exports.Token), Exports.Token);

        // A trace is asked for when all before it but the last, which waits in the batch, have been taken.
        Assert.Equal([0, 0, 1, 2, 3], answered);

        async IAsyncEnumerable<Trace> Source([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var i = 0; i < 5; i++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                answered.Add(collector.Requests.Count);
                yield return Exports.Make($"trace-{i}", 1);
            }
        }
    }

    private static async Task<int> BatchesOf(Trace trace, OtlpExportFormat format, int maxBytes)
    {
        await using var collector = new Collector();
        await using var exporter =
            Exports.To(collector, configure: options => (options.Format, options.MaxBatchBytes) = (format, maxBytes));
        await exporter.ExportAsync(trace, Exports.Token);
        Assert.All(collector.Requests, request => Assert.InRange(request.Raw.Length, 1, maxBytes));
        return collector.Requests.Count;
    }
}
