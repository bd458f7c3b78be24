using System.Net;
using TraceClient.Galtea;
using static TraceClient.Tests.Stubs.StubServer;

namespace TraceClient.Tests.Stubs;

public sealed class StubRedirectTests : IDisposable
{
    private const string Target = "/elsewhere?token=secret";

    private readonly StubServer _server = new();
    private readonly StubServer _other = new();

    public static TheoryData<int> Statuses => [301, 302, 303, 307, 308];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _other.Dispose();
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_redirect_to_another_path_is_not_followed(int status)
    {
        _server.Respond(Get(KubiyaTraces), Empty(status).WithHeader("Location", Target));
        _server.Respond(Get("/elsewhere"), Json(200, EmptyPage));

        var error = await FailAsync();

        Assert.Equal(typeof(TraceApiException), error.GetType());
        Assert.Equal((status, false), ((int)error.StatusCode, error.IsTransient));
        Assert.Contains("The redirect within the same host was not followed", error.Message, StringComparison.Ordinal);
        Assert.Contains("set TraceClients:Kubiya:BaseAddress", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Equal([KubiyaTraces], _server.Requests.Select(request => request.Path));
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_redirect_to_another_host_is_not_followed(int status)
    {
        var host = new UriBuilder(_other.Address) { Host = "localhost" }.Uri;
        _server.Respond(Get(KubiyaTraces), Empty(status).WithHeader("Location", new Uri(host, Target).AbsoluteUri));
        _other.Respond(Anything(), Json(200, EmptyPage));

        var error = await FailAsync();

        Assert.Contains("The redirect to http://localhost was not followed", error.Message, StringComparison.Ordinal);
        Assert.Contains("set TraceClients:Kubiya:BaseAddress", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Single(_server.Requests);
        Assert.Empty(_other.Requests);
    }

    [Fact]
    public async Task A_handler_of_the_user_does_not_follow_a_redirect_either()
    {
        _server.Respond(Get(KubiyaTraces), Empty(302).WithHeader("Location", new Uri(_other.Address, Target).AbsoluteUri));
        _other.Respond(Anything(), Json(200, EmptyPage));

        var error = await FailAsync(options => options.Kubiya.PrimaryHandler = () => new SocketsHttpHandler { AllowAutoRedirect = true });

        Assert.Equal(HttpStatusCode.Found, error.StatusCode);
        Assert.Empty(_other.Requests);
    }

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_of_a_POST_takes_neither_token_nor_body_along(int status)
    {
        _server.Respond(
            Post("/galtea/traces"), Empty(status).WithHeader("Location", new Uri(_other.Address, "/galtea/traces").AbsoluteUri));
        _other.Respond(Anything(), Json(201));
        await using var client = _server.CreateClient();

        var error = await Assert.ThrowsAsync<TraceApiException>(() =>
            client.Galtea.CreateTraceAsync(new GalteaNewTrace { InferenceResultId = "turn", Name = "step" }, CancellationToken));

        Assert.Contains("set TraceClients:Galtea:BaseAddress", error.Message, StringComparison.Ordinal);
        Assert.Single(_server.Requests);
        Assert.Empty(_other.Requests);
    }

    [Fact]
    public async Task A_redirect_without_a_target_is_an_error_as_well()
    {
        _server.Respond(Get(KubiyaTraces), Empty(301));

        var error = await FailAsync();

        Assert.Contains("The redirect was not followed", error.Message, StringComparison.Ordinal);
    }

    private async Task<TraceApiException> FailAsync(Action<TraceClientsOptions>? configure = null)
    {
        await using var client = _server.CreateClient(configure);
        return await Assert.ThrowsAnyAsync<TraceApiException>(() => client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken));
    }
}
