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
        var source = Source(new StubHandler(Answer(HttpStatusCode.OK)));
        using (var first = await source.GetAsync(Token))
            Assert.Equal(1, source.Time.ActiveTimers);

        source.Dispose();

        Assert.Equal(0, source.Time.ActiveTimers);
    }

    private static TestSource Source(StubHandler stub) => new(stub, options => options.Resilience.RequestsPerMinute = 2);
}
