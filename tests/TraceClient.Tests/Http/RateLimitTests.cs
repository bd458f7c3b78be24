using System.Net;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class RateLimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_beyond_the_limit_waits_for_its_minute()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.OK));
        using var source = Source(stub);
        using var first = await source.GetAsync(Token);
        source.Time.Advance(TimeSpan.FromSeconds(20));
        using var second = await source.GetAsync(Token);

        var third = source.GetAsync(Token);
        var fourth = source.GetAsync(Token);
        source.Time.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(2, stub.Sent.Count);

        source.Time.Advance(TimeSpan.FromSeconds(1));
        using var thirdAnswer = await third;
        Assert.Equal(3, stub.Sent.Count);

        source.Time.Advance(TimeSpan.FromSeconds(20));
        using var fourthAnswer = await fourth;
        Assert.Equal(4, stub.Sent.Count);
    }

    [Fact]
    public async Task A_request_that_waits_for_its_turn_can_be_cancelled()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.OK));
        using var source = Source(stub);
        using var first = await source.GetAsync(Token);
        using var second = await source.GetAsync(Token);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var third = source.GetAsync(caller.Token);
        await caller.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task A_client_that_is_disposed_leaves_no_timer()
    {
        var time = new AutoAdvancingTimeProvider { LongestSkippedWait = TimeSpan.Zero };
        var source = Source(new StubHandler(Answer(HttpStatusCode.OK)), time);
        using var first = await source.GetAsync(Token);
        using var second = await source.GetAsync(Token);
        var third = source.GetAsync(Token);
        var timers = new List<ITimer>();
        while (time.Timers.TryRead(out var created))
            timers.Add(created.Timer);
        Assert.Single(timers, IsActive);

        source.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.DoesNotContain(timers, IsActive);

        // A timer refuses a change after it is disposed.
        static bool IsActive(ITimer timer) => timer.Change(TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
    }

    private static TestSource Source(StubHandler stub, FakeTimeProvider? time = null) =>
        new(stub, options => options.Resilience.RequestsPerMinute = 2, time: time);
}
