using System.Text.Json;
using TraceClient.Otlp.Tests.Exporting;
using TraceClient.Testing;
using TraceClient.Tests;
using TraceClient.Tests.Contract;

namespace TraceClient.Otlp.Tests.Bridging;

/// <summary>What the tests of the bridge have in common: sources, exporters that send JSON, and what arrived.</summary>
internal static class Bridges
{
    /// <summary>The time of <see cref="AutoAdvancingTimeProvider"/>.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<TraceSimulator> SimulatorAsync(Action<TraceSimulatorOptions>? configure = null) => TraceSimulator.StartAsync(
        options =>
        {
            options.TimeProvider = new FakeTimeProvider(ContractClient.SimulatorTime);
            (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines) = (12, 12, 1);
            configure?.Invoke(options);
        },
        Token);

    public static StandaloneTraceClient ClientOf(TraceSimulator simulator) => TraceClients.Create(
        options =>
        {
            simulator.Configure(options);
            foreach (var source in new TraceSourceOptions[] { options.Calyptia, options.Kubiya, options.Galtea })
                source.Resilience = ContractClient.LongTimeouts();
        },
        With(new AutoAdvancingTimeProvider()));

    public static StandaloneTraceClient ClientOf(params ListedSource[] sources) => TraceClients.Create(_ => { }, builder =>
    {
        With(new AutoAdvancingTimeProvider())(builder);
        foreach (var source in sources)
            builder.AddSource(_ => source);
    });

    public static OtlpTraceExporter To(Collector collector, int maxBatchSpans = 20, TimeProvider? clock = null) => new(
        new OtlpExporterOptions
        {
            Endpoint = collector.Endpoint,
            Format = OtlpExportFormat.Json,
            Timeout = TimeSpan.FromHours(1),
            TotalTimeout = TimeSpan.FromHours(10),
            MaxBatchSpans = maxBatchSpans,
        },
        clock ?? new AutoAdvancingTimeProvider());

    /// <summary>The ids of all spans that the client has, by <see cref="OtlpIds"/>.</summary>
    public static async Task<SortedSet<string>> SpansOfAsync(ITraceClient client, TraceQuery? query = null)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var summary in client.ListTracesAsync(query, Token))
            ids.UnionWith(IdsOf(await client.GetTraceAsync(summary.Reference, Token)));
        return ids;
    }

    public static IEnumerable<string> IdsOf(Trace trace) =>
        trace.Spans.Select(span => $"{OtlpIds.TraceId(trace.Source, trace.Id)}/{OtlpIds.SpanId(trace.Source, span.Id)}");

    /// <summary>The ids of all spans that arrived, as they stand in the requests, each as often as it came.</summary>
    public static List<string> ArrivedAt(Collector collector) => [.. collector.Requests.SelectMany(IdsIn)];

    /// <summary>The ids of the spans in a request.</summary>
    public static IEnumerable<string> IdsIn(Received request)
    {
        using var document = JsonDocument.Parse(request.Body);
        return [.. Data.SpansOf(document.RootElement)
            .Select(span => $"{span.GetProperty("traceId").GetString()}/{span.GetProperty("spanId").GetString()}")];
    }

    public static void AssertArrived(IEnumerable<string> expected, Collector collector) =>
        Assert.Equal(
            expected.Order(StringComparer.Ordinal), ArrivedAt(collector).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static Action<TraceClientsBuilder> With(TimeProvider clock) => builder =>
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(builder.Services, clock);
}
