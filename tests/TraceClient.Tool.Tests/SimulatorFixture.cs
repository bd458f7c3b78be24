using TraceClient.Testing;

namespace TraceClient.Tool.Tests;

/// <summary>Provides a simulator with deterministic data, which tests only read.</summary>
public sealed class SimulatorFixture : IAsyncLifetime
{
    /// <summary>Gets the fixed time of the simulators.</summary>
    public static DateTimeOffset Time { get; } = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public TraceSimulator Simulator { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Simulator = await TraceSimulator.StartAsync(options =>
    {
        options.Seed = 7;
        options.TimeProvider = new FakeTimeProvider(Time);
    });

    public ValueTask DisposeAsync() => Simulator.DisposeAsync();
}
