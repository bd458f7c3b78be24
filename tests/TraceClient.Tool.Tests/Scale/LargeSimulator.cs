using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Scale;

/// <summary>Provides a simulator with 100,000 small traces in three services.</summary>
public sealed class LargeSimulator : IAsyncLifetime
{
    public const int Traces = KubiyaTraces + GalteaTraces + CalyptiaTraces;
    public const int KubiyaTraces = 34_000;
    public const int GalteaTraces = 33_000;
    public const int CalyptiaTraces = Pipelines * TracesPerPipeline;
    private const int Pipelines = 3;
    private const int TracesPerPipeline = 11_000;

    public TraceSimulator Simulator { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Simulator = await TraceSimulator.StartAsync(options =>
    {
        (options.Kubiya.Traces, options.Kubiya.SpansPerTrace) = (KubiyaTraces, 1);
        (options.Galtea.Traces, options.Galtea.SpansPerTrace) = (GalteaTraces, 1);
        (options.Calyptia.Pipelines, options.Calyptia.SessionsPerPipeline) = (Pipelines, 1);

        // At least two records, to distinguish two chunks with the same name.
        (options.Calyptia.TracesPerSession, options.Calyptia.RecordsPerTrace) = (TracesPerPipeline, 2);
    });

    public ValueTask DisposeAsync() => Simulator.DisposeAsync();
}
