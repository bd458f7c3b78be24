using System.Net;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class CircuitBreakerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_circuit_opens_says_so_and_closes_again()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.BadGateway), Answer(HttpStatusCode.BadGateway), Answer(HttpStatusCode.OK));
        using var source = Source(stub);
        await FailAsync<TraceServerException>(source, 2);

        source.Time.Advance(TimeSpan.FromSeconds(5));
        var open = await Assert.ThrowsAsync<TraceTransportException>(() => source.GetAsync(Token));

        Assert.Equal(2, stub.Sent.Count);
        Assert.Contains("circuit is open", open.Message, StringComparison.Ordinal);
        Assert.Contains("in 10 s", open.Message, StringComparison.Ordinal);
        Assert.True(open.IsTransient);

        source.Time.Advance(TimeSpan.FromSeconds(10));
        using var response = await source.GetAsync(Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([2, 3], source.Log.Entries.Select(entry => entry.Id).Where(id => id is 2 or 3));
    }

    [Fact]
    public async Task Connection_failures_open_the_circuit()
    {
        var stub = new StubHandler(Throw(new HttpRequestException(HttpRequestError.ConnectionError, "refused")));
        using var source = Source(stub);
        await FailAsync<TraceTransportException>(source, 2);

        await FailAsync<TraceTransportException>(source, 1);

        Assert.Equal(2, stub.Sent.Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(404)]
    public async Task An_answer_of_a_service_that_is_well_does_not_open_the_circuit(int status)
    {
        var stub = new StubHandler(Answer((HttpStatusCode)status));
        using var source = Source(stub);

        await FailAsync<TraceApiException>(source, 5);

        Assert.Equal(5, stub.Sent.Count);
    }

    [Fact]
    public async Task A_ratio_of_zero_turns_the_circuit_breaker_off()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.BadGateway));
        using var source = Source(stub, ratio: 0);

        await FailAsync<TraceServerException>(source, 30);

        Assert.Equal(30, stub.Sent.Count);
    }

    [Fact]
    public async Task Each_source_has_a_circuit_of_its_own()
    {
        using var ill = Source(new StubHandler(Answer(HttpStatusCode.BadGateway)));
        using var well = Source(new StubHandler(Answer(HttpStatusCode.OK)));
        await FailAsync<TraceServerException>(ill, 2);

        using var response = await well.GetAsync(Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static TestSource Source(StubHandler stub, double ratio = 0.5) => new(stub, options =>
    {
        options.Resilience.MaxRetries = 0;
        options.Resilience.CircuitMinimumThroughput = 2;
        options.Resilience.CircuitFailureRatio = ratio;
    });

    private static async Task FailAsync<TException>(TestSource source, int times)
        where TException : Exception
    {
        for (var i = 0; i < times; i++)
            await Assert.ThrowsAnyAsync<TException>(() => source.GetAsync(Token));
    }
}
