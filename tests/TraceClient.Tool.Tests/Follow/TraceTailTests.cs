using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Follow;

public sealed class TraceTailTests
{
    private static readonly DateTimeOffset Now = SimulatorFixture.Time;

    [Fact]
    public async Task Nothing_that_is_there_at_the_start_is_new()
    {
        await using var simulator = await StartAsync(traces: 30);
        await using var client = TraceClients.Create(simulator.Configure);
        var tail = Tail(client, new TraceQuery());

        Assert.Empty(await tail.PollAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await tail.PollAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_added_is_new_once()
    {
        await using var simulator = await StartAsync(traces: 5);
        await using var client = TraceClients.Create(simulator.Configure);
        var tail = Tail(client, new TraceQuery());
        await tail.PollAsync(TestContext.Current.CancellationToken);

        var added = simulator.Kubiya.AddTrace("added", startedAt: Now.AddSeconds(1));

        Assert.Equal([added], [.. (await tail.PollAsync(TestContext.Current.CancellationToken)).Select(trace => trace.Id)]);
        Assert.Empty(await tail.PollAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_trace_that_comes_a_little_late_is_not_missed()
    {
        await using var simulator = await StartAsync(traces: 0);
        await using var client = TraceClients.Create(simulator.Configure);
        var tail = Tail(client, new TraceQuery());
        simulator.Kubiya.AddTrace("first", startedAt: Now);
        await tail.PollAsync(TestContext.Current.CancellationToken);

        simulator.Kubiya.AddTrace("late", startedAt: Now.AddSeconds(-50));

        Assert.Equal(["late"], [.. (await tail.PollAsync(TestContext.Current.CancellationToken)).Select(trace => trace.Name)]);
    }

    [Fact]
    public async Task With_a_start_what_was_recorded_since_is_new_at_the_first_look()
    {
        await using var simulator = await StartAsync(traces: 0);
        await using var client = TraceClients.Create(simulator.Configure);
        simulator.Kubiya.AddTrace("before", startedAt: Now.AddHours(-2));
        simulator.Kubiya.AddTrace("since", startedAt: Now.AddMinutes(-30));

        var news = await Tail(client, new TraceQuery { From = Now.AddHours(-1) }).PollAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["since"], [.. news.Select(trace => trace.Name)]);
    }

    [Fact]
    public async Task A_trace_from_the_future_does_not_hide_those_of_today()
    {
        await using var simulator = await StartAsync(traces: 0);
        await using var client = TraceClients.Create(simulator.Configure);
        simulator.Kubiya.AddTrace("future", startedAt: Now.AddYears(50));
        var tail = Tail(client, new TraceQuery());
        await tail.PollAsync(TestContext.Current.CancellationToken);

        simulator.Kubiya.AddTrace("today", startedAt: Now);

        Assert.Equal(["today"], [.. (await tail.PollAsync(TestContext.Current.CancellationToken)).Select(trace => trace.Name)]);
    }

    [Fact]
    public async Task Only_the_newest_are_given_and_remembered_of_very_many()
    {
        await using var simulator = await StartAsync(traces: 3000);
        await using var client = TraceClients.Create(simulator.Configure);
        var tail = Tail(client, new TraceQuery { From = DateTimeOffset.UnixEpoch });

        var news = await tail.PollAsync(TestContext.Current.CancellationToken);

        Assert.Equal(simulator.Kubiya.TraceIds.Take(TraceTail.MostAtOnce), news.Select(trace => trace.Id));
        Assert.InRange(tail.Remembered, 1, TraceTail.MostAtOnce);
        Assert.Empty(await tail.PollAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_source_that_fails_for_a_while_loses_nothing_and_hides_nothing()
    {
        await using var simulator = await StartAsync(traces: 3, galtea: 3);
        await using var client = TraceClients.Create(simulator.Configure);
        var tails = new TraceTails(client, new TraceQuery { Sources = ["kubiya", "galtea"] }, new FakeTimeProvider(Now));
        await tails.PollAsync(TestContext.Current.CancellationToken);
        using (simulator.Faults.On(SimulatedService.Kubiya).RespondWith(403))
        {
            simulator.Kubiya.AddTrace("meanwhile", startedAt: Now);
            Assert.Empty(await tails.PollAsync(TestContext.Current.CancellationToken));
            Assert.Contains("kubiya", Assert.Single(tails.TakeNews()), StringComparison.Ordinal);
            Assert.Empty(await tails.PollAsync(TestContext.Current.CancellationToken));
            Assert.Empty(tails.TakeNews());
        }

        Assert.Equal(["meanwhile"], [.. (await tails.PollAsync(TestContext.Current.CancellationToken)).Select(trace => trace.Name)]);
        Assert.Equal(["kubiya answers again."], tails.TakeNews());
    }

    [Fact]
    public async Task When_no_source_answers_at_the_start_there_is_nothing_to_follow()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = TraceClients.Create(simulator.Configure);
        simulator.Faults.On().RespondWith(403);
        var tails = new TraceTails(client, new TraceQuery { Sources = ["kubiya"] }, new FakeTimeProvider(Now));

        await Assert.ThrowsAsync<TraceAuthorizationException>(() => tails.PollAsync(TestContext.Current.CancellationToken));
    }

    private static TraceTail Tail(StandaloneTraceClient client, TraceQuery query) =>
        new(client, query with { Sources = ["kubiya"] }, new FakeTimeProvider(Now));

    private static Task<TraceSimulator> StartAsync(int traces, int galtea = 0) => TraceSimulator.StartAsync(
        options =>
        {
            options.TimeProvider = new FakeTimeProvider(Now);
            (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines) = (traces, galtea, 0);
        },
        TestContext.Current.CancellationToken);
}
