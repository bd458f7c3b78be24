using System.Net;
using TraceClient.Calyptia;
using TraceClient.Galtea;
using TraceClient.Kubiya;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

/// <summary>A DELETE whose response was lost may have done its work.</summary>
public sealed class DeleteRetryTests
{
    private static readonly HttpRequestException Lost = new(HttpRequestError.ResponseEnded, "lost");

    private static readonly HttpRequestException NotConnected = new(HttpRequestError.ConnectionError, "refused");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> LostResponses =>
        [Throw(Lost), Throw(new IOException("reset")), Answer(HttpStatusCode.BadGateway), Answer(HttpStatusCode.GatewayTimeout),
            Answer(HttpStatusCode.InternalServerError)];

    [Theory]
    [MemberData(nameof(LostResponses), DisableDiscoveryEnumeration = true)]
    public async Task At_Galtea_what_is_gone_after_a_lost_response_was_deleted(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> lost)
    {
        foreach (var status in new[] { HttpStatusCode.NotFound, HttpStatusCode.Gone })
        {
            var one = new StubHandler(lost, Answer(status));
            var many = new StubHandler(lost, lost, Answer(status));

            await Galtea(one).DeleteTraceAsync("a", Token);
            await Galtea(many).DeleteTracesAsync(new GalteaTraceDeletion { Ids = ["a"] }, Token);

            Assert.Equal((2, 3), (one.Sent.Count, many.Sent.Count));
        }
    }

    [Fact]
    public async Task At_Galtea_what_was_never_there_is_not_found()
    {
        await Assert.ThrowsAsync<TraceNotFoundException>(
            () => Galtea(new StubHandler(Answer(HttpStatusCode.NotFound))).DeleteTraceAsync("a", Token));
        await Assert.ThrowsAsync<TraceNotFoundException>(
            () => Galtea(new StubHandler(Throw(NotConnected), Answer(HttpStatusCode.NotFound))).DeleteTraceAsync("a", Token));
        await Assert.ThrowsAsync<TraceNotFoundException>(() =>
            Galtea(new StubHandler(Answer(HttpStatusCode.TooManyRequests), Answer(HttpStatusCode.NotFound))).DeleteTraceAsync("a", Token));
    }

    [Fact]
    public async Task At_Galtea_a_read_that_finds_nothing_after_a_lost_response_found_nothing() =>
        await Assert.ThrowsAsync<TraceNotFoundException>(
            () => Galtea(new StubHandler(Throw(Lost), Answer(HttpStatusCode.NotFound))).GetTraceAsync("a", Token));

    [Theory]
    [MemberData(nameof(LostResponses), DisableDiscoveryEnumeration = true)]
    public async Task At_Kubiya_the_exception_says_that_an_earlier_attempt_may_have_deleted_it(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> lost)
    {
        var stub = new StubHandler(lost, Answer(HttpStatusCode.NotFound));

        var failure = await Assert.ThrowsAsync<TraceNotFoundException>(() => Kubiya(stub).DeleteTraceAsync("t", Token));

        Assert.Contains(
            "An earlier attempt of this call, whose response was lost, may have deleted it", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task At_Kubiya_a_first_attempt_says_nothing_of_earlier_ones()
    {
        var failure = await Assert.ThrowsAsync<TraceNotFoundException>(
            () => Kubiya(new StubHandler(Answer(HttpStatusCode.NotFound))).DeleteTraceAsync("t", Token));

        Assert.DoesNotContain("earlier attempt", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(LostResponses), DisableDiscoveryEnumeration = true)]
    public async Task At_Calyptia_a_session_is_not_ended_twice(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> lost)
    {
        var stub = new StubHandler(lost, Answer(HttpStatusCode.OK));

        await Assert.ThrowsAnyAsync<TraceClientException>(() => Calyptia(stub).TerminateActiveTraceSessionAsync("p", Token));

        Assert.Single(stub.Sent);
    }

    [Fact]
    public async Task At_Calyptia_the_exception_says_that_the_outcome_is_unknown()
    {
        var failure = await Assert.ThrowsAsync<TraceTransportException>(() =>
            Calyptia(new StubHandler(Throw(Lost))).TerminateActiveTraceSessionAsync("p", Token));

        Assert.Contains("the outcome is unknown", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task At_Calyptia_what_was_not_sent_is_sent_again()
    {
        var stub = new StubHandler(Throw(NotConnected), Answer(HttpStatusCode.TooManyRequests), Answer(HttpStatusCode.OK));

        await Calyptia(stub).TerminateActiveTraceSessionAsync("p", Token);

        Assert.Equal(3, stub.Sent.Count);
    }

    [Fact]
    public async Task At_Calyptia_reads_are_repeated_after_a_lost_response()
    {
        var stub = new StubHandler(Throw(Lost), Answer(HttpStatusCode.OK));

        await Calyptia(stub).GetActiveTraceSessionAsync("p", Token);

        Assert.Equal(2, stub.Sent.Count);
    }

    private static ICalyptiaApi Calyptia(StubHandler stub) =>
        Chains.Api<ICalyptiaApi>(new CalyptiaRegistration(), stub, options => AtOnce(options.Calyptia));

    private static IKubiyaApi Kubiya(StubHandler stub) =>
        Chains.Api<IKubiyaApi>(new KubiyaRegistration(), stub, options => AtOnce(options.Kubiya));

    private static IGalteaApi Galtea(StubHandler stub) =>
        Chains.Api<IGalteaApi>(new GalteaRegistration(), stub, options => AtOnce(options.Galtea));

    private static void AtOnce(TraceSourceOptions options) =>
        (options.Resilience.MaxRetries, options.Resilience.RetryDelay) = (3, TimeSpan.Zero);
}
