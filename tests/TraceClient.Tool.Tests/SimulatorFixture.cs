using TraceClient.Testing;

namespace TraceClient.Tool.Tests;

/// <summary>A simulator whose data are the same at every run; tests that share it only read.</summary>
public sealed class SimulatorFixture : IAsyncLifetime
{
    public TraceSimulator Simulator { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Simulator = await TraceSimulator.StartAsync(options =>
    {
        options.Seed = 7;
        options.TimeProvider = new StandingClock();
    });

    public ValueTask DisposeAsync() => Simulator.DisposeAsync();
}
