using TraceClient.Testing;

namespace TraceClient.Tool.Tests;

/// <summary>A simulator whose data are the same at every run; tests that share it only read.</summary>
public sealed class SimulatorFixture : IAsyncLifetime
{
    /// <summary>Gets the time of the simulators, at which their clocks stand.</summary>
    public static DateTimeOffset Time { get; } = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public TraceSimulator Simulator { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Simulator = await TraceSimulator.StartAsync(options =>
    {
        options.Seed = 7;
        options.TimeProvider = new FakeTimeProvider(Time);
    });

    public ValueTask DisposeAsync() => Simulator.DisposeAsync();
}
