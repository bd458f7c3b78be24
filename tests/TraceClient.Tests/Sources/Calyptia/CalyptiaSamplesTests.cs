using System.Text;
using System.Text.Json;
using TraceClient.Calyptia;
using static TraceClient.Tests.Sources.Calyptia.CalyptiaTestData;

namespace TraceClient.Tests.Sources.Calyptia;

/// <summary>Real output of Fluent Bit's Tap, as the service would send it.</summary>
public sealed class CalyptiaSamplesTests
{
    private const string Growing = "v2.0.14-a-multi-append-chunks.jsonl";
    private const string NotUtf8 = "v2.0.14-a-non-utf8-cesu8.jsonl.bin";
    private const string TwoInputs = "v2.0.14-d-two-inputs-same-prefix.jsonl";

    [Theory]
    [InlineData(Growing)]
    [InlineData(NotUtf8)]
    [InlineData(TwoInputs)]
    public async Task Every_log_record_of_the_input_is_found_again_in_a_trace(string file)
    {
        var lines = ReadTap(file);

        var traces = await ReadAllAsync(file);

        var spans = traces.SelectMany(trace => trace.Spans).ToDictionary(span => span.Id);
        Assert.Equal(lines.Count, spans.Count);
        for (var i = 0; i < lines.Count; i++)
            Assert.Equal(BodiesOf(lines[i]), spans[$"record-{i}"].Records.Select(record => record.Body));
    }

    [Fact]
    public async Task Passes_of_a_growing_chunk_make_one_trace_each_chunk()
    {
        var traces = await ReadAllAsync(Growing);

        Assert.Equal(["trace.5", "trace.4", "trace.3", "trace.2", "trace.1", "trace.0"],
            traces.Select(trace => trace.Attributes.GetString("calyptia.trace_id")));
        Assert.All(traces, trace => Assert.Equal(4, trace.Roots.Count));
        Assert.All(traces.Skip(1), trace => Assert.Equal(16, trace.Spans.Count));
        Assert.Equal(14, traces[0].Spans.Count);
        Assert.All(traces, trace => Assert.Equal("in_orders", trace.Name));
        Assert.All(traces, trace => Assert.Empty(trace.Warnings));
    }

    [Fact]
    public async Task Two_inputs_that_share_a_prefix_make_a_trace_each()
    {
        var traces = await ReadAllAsync(TwoInputs);

        Assert.Equal(20, traces.Count);
        Assert.All(traces, trace => Assert.Equal(["Input", "Filter", "PreOutput"], trace.Spans.Select(span => span.Type.Value)));
        Assert.All(traces, trace => Assert.Single(trace.Roots));
        foreach (var trace in traces)
        {
            var letter = trace.Name[^1];
            Assert.All(trace.Spans.SelectMany(span => span.Records),
                record => Assert.Contains($"\"src\":\"{letter}\"", record.Body.ToString(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_chunk_in_two_appends_of_a_newer_version_is_one_trace()
    {
        var data = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia", "v3.1.10-two-appends.json"));
        var saved = await new CalyptiaFileReader().ReadTracesAsync(new MemoryStream(data), TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(data);
        var sent = await ReadAllAsync(
            document.RootElement.EnumerateArray().Select((line, i) => FromTap(Encoding.UTF8.GetBytes(line.GetRawText()), i)));

        foreach (var trace in new[] { Assert.Single(saved), Assert.Single(sent) })
        {
            Assert.Equal(["PreOutput", "Input"], trace.Roots.Select(root => root.Type.Value));
            Assert.Equal(["PreOutput", "Input", "Filter", "Filter", "PreOutput"], trace.Spans.Select(span => span.Type.Value));
            Assert.Equal(
                [null, null, .. trace.Spans.Skip(1).SkipLast(1).Select(span => span.Id)], trace.Spans.Select(span => span.ParentId));
            Assert.Equal("in_orders", trace.Name);
            Assert.Empty(trace.Warnings);
        }
    }

    private static Task<List<Trace>> ReadAllAsync(string file) => ReadAllAsync(ReadTap(file).Select(FromTap));

    private static async Task<List<Trace>> ReadAllAsync(IEnumerable<CalyptiaTraceRecord> records)
    {
        var api = new FakeCalyptiaApi().WithSession("session", "pipeline", Start.AddMinutes(-1), TimeSpan.FromMinutes(10), records);
        var source = Source(api, new CalyptiaOptions { PageSize = 7 });
        var traces = new List<Trace>();
        await foreach (
            var summary in source.ListTracesAsync(new TraceQuery { SessionId = "session" }, TestContext.Current.CancellationToken))
            traces.Add((await source.FindTraceAsync(summary.Id, TestContext.Current.CancellationToken))!);
        return traces;
    }
}
