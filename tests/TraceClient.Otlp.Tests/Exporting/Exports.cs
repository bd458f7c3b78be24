using TraceClient.Tests;

namespace TraceClient.Otlp.Tests.Exporting;

/// <summary>Traces to export, and exporters whose waits are over at once.</summary>
internal static class Exports
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An exporter whose timeouts are too long for the clock to reach.</summary>
    public static OtlpTraceExporter To(
        Collector collector, AutoAdvancingTimeProvider? clock = null, Action<OtlpExporterOptions>? configure = null)
    {
        var options = new OtlpExporterOptions
        {
            Endpoint = collector.Endpoint,
            Timeout = TimeSpan.FromHours(1),
            TotalTimeout = TimeSpan.FromHours(10),
            Content = new OtlpWriterOptions { IncludeContent = true, MaxEventsPerSpan = int.MaxValue },
        };
        configure?.Invoke(options);
        return new OtlpTraceExporter(options, clock ?? new AutoAdvancingTimeProvider());
    }

    public static Trace Small { get; } = Make("small", 1);

    public static Trace Make(string id, int spans, int textLength = 20) => TraceAssembler.Assemble(
        new Trace { Reference = new TraceReference("kubiya", id), Name = "a trace" },
        [.. Enumerable.Range(0, spans).Select(i => new Span
        {
            Id = $"{id}-{i}",
            ParentId = i == 0 ? null : $"{id}-0",
            Name = $"step {i}",
            StartTime = new TraceTimestamp(1_790_000_000_000_000_000 + i),
            EndTime = new TraceTimestamp(1_790_000_001_000_000_000 + i),
            Attributes = AttributeMap.Empty.With("text", new string('x', textLength)),
            Resource = AttributeMap.Empty.With("service.name", i % 2 == 0 ? "even" : "odd"),
        })],
        null);

    public static async IAsyncEnumerable<Trace> Stream(params IEnumerable<Trace> traces)
    {
        foreach (var trace in traces)
        {
            await Task.Yield();
            yield return trace;
        }
    }

    /// <summary>The traces of all requests together, as a reader sees them.</summary>
    public static async Task<List<Trace>> TracesOfAsync(Collector collector, OtlpExportFormat format)
    {
        var data = collector.Requests.SelectMany(request => format == OtlpExportFormat.Json ? [.. request.Body, (byte)'\n'] : request.Body)
            .ToArray();
        return await Data.ReadAsync(
            data, new OtlpReaderOptions { Format = format == OtlpExportFormat.Json ? OtlpFormat.Json : OtlpFormat.Protobuf });
    }
}
