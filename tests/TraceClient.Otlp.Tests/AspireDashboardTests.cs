using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Otlp.Tests;

/// <summary>The simulator's traces of all sources through the Aspire dashboard and back.</summary>
[Trait("Category", "receivers")]
public sealed class AspireDashboardTests
{
    [Fact]
    public async Task The_traces_of_all_sources_come_back_from_the_dashboard()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var traces = await TracesAsync(cancellationToken);
        await using var dashboard = await AspireDashboard.StartAsync(cancellationToken);
        await using var exporter =
            new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = dashboard.Endpoint, Content = { IncludeContent = true } });

        var result = await exporter.ExportAsync(traces.ToAsyncEnumerable(), cancellationToken);
        var body = await dashboard.ReadTracesAsync(cancellationToken);
        var read = await Data.ReadAsync(body);

        Assert.True(traces.Count > 50);
        Assert.Equal((traces.Count, 0L), (result.Traces, result.RejectedSpans));
        Assert.Equal(traces.Select(Facts).Order(StringComparer.Ordinal), read.Select(Facts).Order(StringComparer.Ordinal));
        using var document = JsonDocument.Parse(body);
        var spans = Data.SpansOf(document.RootElement.GetProperty("data")).ToList();
        Assert.Equal(result.Spans, spans.Count);
        Assert.All(spans, span => Assert.True(NanosecondsOf(span, "startTimeUnixNano") > 1_500_000_000_000_000_000));
        Assert.DoesNotContain("unknown_service", document.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    private static string Facts(Trace trace) =>
        $"{trace.Reference} {trace.Name} {trace.Status} {trace.SessionId} {trace.ServiceName} {trace.User} "
        + string.Join(
            ' ', trace.Spans.Select(
                span => $"{span.Id}<{span.ParentId}:{span.Type}:{span.StartTime is null}:{span.EndTime is null}:{span.Records.Count}")
                    .Order(StringComparer.Ordinal));

    private static long NanosecondsOf(JsonElement span, string name) => span.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetInt64(),
        var text => long.Parse(text.GetString()!, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static async Task<List<Trace>> TracesAsync(CancellationToken cancellationToken)
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: cancellationToken);
        await using var client = TraceClients.Create(simulator.Configure);
        var traces = new List<Trace>();
        await foreach (var summary in client.ListTracesAsync(cancellationToken: cancellationToken))
            traces.Add(await client.GetTraceAsync(summary.Reference, cancellationToken));
        return [.. traces.DistinctBy(trace => trace.Reference)];
    }
}
