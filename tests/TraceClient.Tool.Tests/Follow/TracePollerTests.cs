using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Follow;

public sealed class TracePollerTests
{
    private static readonly DateTimeOffset Now = SimulatorFixture.Time;

    [Fact]
    public async Task Existing_traces_are_not_new()
    {
        await using var simulator = await StartAsync(traces: 30);
        await using var client = TraceClients.Create(simulator.Configure);
        var poller = Poller(client, new TraceQuery());

        Assert.Empty(await poller.PollAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await poller.PollAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_added_trace_is_new_once()
    {
        await using var simulator = await StartAsync(traces: 5);
        await using var client = TraceClients.Create(simulator.Configure);
        var poller = Poller(client, new TraceQuery());
        await poller.PollAsync(TestContext.Current.CancellationToken);

        var added = simulator.Kubiya.AddTrace("added", startedAt: Now.AddSeconds(1));

        Assert.Equal([added], [.. (await poller.PollAsync(TestContext.Current.CancellationToken)).Select(trace => trace.Id)]);
        Assert.Empty(await poller.PollAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_trace_that_arrives_late_is_returned()
    {
        await using var simulator = await StartAsync(traces: 0);
        await using var client = TraceClients.Create(simulator.Configure);
        var poller = Poller(client, new TraceQuery());
        simulator.Kubiya.AddTrace("first", startedAt: Now);
        await poller.PollAsync(TestContext.Current.CancellationToken);

        simulator.Kubiya.AddTrace("late", startedAt: Now.AddSeconds(-50));

        Assert.Equal(["late"], [.. (await poller.PollAsync(TestContext.Current.CancellationToken)).Select(trace => trace.Name)]);
    }

    [Fact]
    public async Task With_a_start_time_the_first_poll_returns_the_traces_since_then()
    {
        await using var simulator = await StartAsync(traces: 0);
        await using var client = TraceClients.Create(simulator.Configure);
        simulator.Kubiya.AddTrace("before", startedAt: Now.AddHours(-2));
        simulator.Kubiya.AddTrace("since", startedAt: Now.AddMinutes(-30));

        var added = await Poller(client, new TraceQuery { From = Now.AddHours(-1) }).PollAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["since"], [.. added.Select(trace => trace.Name)]);
    }

    [Fact]
    public async Task A_trace_from_the_future_does_not_hide_later_ones()
    {
        await using var simulator = await StartAsync(traces: 0);
        await using var client = TraceClients.Create(simulator.Configure);
        simulator.Kubiya.AddTrace("future", startedAt: Now.AddYears(50));
        var poller = Poller(client, new TraceQuery());
        await poller.PollAsync(TestContext.Current.CancellationToken);

        simulator.Kubiya.AddTrace("today", startedAt: Now);

        Assert.Equal(["today"], [.. (await poller.PollAsync(TestContext.Current.CancellationToken)).Select(trace => trace.Name)]);
    }

    [Fact]
    public async Task Only_the_newest_of_many_traces_are_returned_and_remembered()
    {
        await using var simulator = await StartAsync(traces: 3000);
        await using var client = TraceClients.Create(simulator.Configure);
        var poller = Poller(client, new TraceQuery { From = DateTimeOffset.UnixEpoch });

        var added = await poller.PollAsync(TestContext.Current.CancellationToken);

        Assert.Equal(simulator.Kubiya.TraceIds.Take(SourcePoller.MaxTracesPerPoll), added.Select(trace => trace.Id));
        Assert.InRange(poller.RememberedCount, 1, SourcePoller.MaxTracesPerPoll);
        Assert.Empty(await poller.PollAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_source_that_fails_temporarily_loses_no_trace()
    {
        await using var simulator = await StartAsync(traces: 3, galtea: 3);
        await using var client = TraceClients.Create(simulator.Configure);
        var poller = new TracePoller(client, new TraceQuery { Sources = ["kubiya", "galtea"] }, new FakeTimeProvider(Now));
        await poller.PollAsync(TestContext.Current.CancellationToken);
        using (simulator.Faults.On(SimulatedService.Kubiya).RespondWith(403))
        {
            simulator.Kubiya.AddTrace("meanwhile", startedAt: Now);
            Assert.Empty(await poller.PollAsync(TestContext.Current.CancellationToken));
            Assert.Contains("kubiya", Assert.Single(poller.TakeNotices()), StringComparison.Ordinal);
            Assert.Empty(await poller.PollAsync(TestContext.Current.CancellationToken));
            Assert.Empty(poller.TakeNotices());
        }

        Assert.Equal(["meanwhile"], [.. (await poller.PollAsync(TestContext.Current.CancellationToken)).Select(trace => trace.Name)]);
        Assert.Equal(["kubiya is available again."], poller.TakeNotices());
    }

    [Fact]
    public async Task When_all_sources_fail_at_the_start_the_poll_throws()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = TraceClients.Create(simulator.Configure);
        simulator.Faults.On().RespondWith(403);
        var poller = new TracePoller(client, new TraceQuery { Sources = ["kubiya"] }, new FakeTimeProvider(Now));

        await Assert.ThrowsAsync<TraceAuthorizationException>(() => poller.PollAsync(TestContext.Current.CancellationToken));
    }

    private static SourcePoller Poller(StandaloneTraceClient client, TraceQuery query) =>
        new(client, query with { Sources = ["kubiya"] }, new FakeTimeProvider(Now));

    private static Task<TraceSimulator> StartAsync(int traces, int galtea = 0) => TraceSimulator.StartAsync(
        options =>
        {
            options.TimeProvider = new FakeTimeProvider(Now);
            (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines) = (traces, galtea, 0);
        },
        TestContext.Current.CancellationToken);
}
