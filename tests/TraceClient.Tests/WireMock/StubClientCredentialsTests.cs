using TraceClient.Authentication;
using WireMock.ResponseBuilders;
using static TraceClient.Tests.Stubs.StubServer;

namespace TraceClient.Tests.Stubs;

public sealed class StubClientCredentialsTests : IDisposable
{
    private const string Secret = "s3cr3t/of+client";
    private const string TokenPath = "/oauth/token";

    private readonly StubServer _server = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private IReadOnlyList<StubRequest> TokenRequests => [.. _server.Requests.Where(request => request.Path == TokenPath)];

    private IReadOnlyList<StubRequest> ListRequests => [.. _server.Requests.Where(request => request.Path == KubiyaTraces)];

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_form_is_posted_and_its_token_kept_for_the_next_requests()
    {
        _server.Respond(Post(TokenPath), TokenResponse("tok-1", 3600), TokenResponse("tok-2", 3600));
        _server.Respond(Get(KubiyaTraces), Json(200, EmptyPage));
        await using var client = CreateClient();

        await ListAsync(client);
        await ListAsync(client);

        var request = Assert.Single(TokenRequests);
        Assert.Equal("application/x-www-form-urlencoded", request.Header("Content-Type"));
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Equal(
            "grant_type=client_credentials&client_id=me&client_secret=s3cr3t%2Fof%2Bclient"
            + "&scope=traces%3Aread+spans%3Aread&audience=https%3A%2F%2Fapi.example.test",
            request.Body);
        Assert.Equal(["Bearer tok-1", "Bearer tok-1"], ListRequests.Select(sent => sent.Authorization));
    }

    [Fact]
    public async Task Requests_at_the_same_time_share_one_token()
    {
        _server.Respond(Post(TokenPath), TokenResponse("tok-1", 3600), TokenResponse("tok-2", 3600));
        _server.Respond(Get(KubiyaTraces), Json(200, EmptyPage));
        await using var client = CreateClient();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ListAsync(client)));

        Assert.Single(TokenRequests);
        Assert.Equal(Enumerable.Repeat("Bearer tok-1", 10), ListRequests.Select(sent => sent.Authorization));
    }

    [Fact]
    public async Task A_token_is_replaced_when_it_expires()
    {
        _server.Respond(Post(TokenPath), TokenResponse("tok-1", 3600), TokenResponse("tok-2", 3600));
        _server.Respond(Get(KubiyaTraces), Json(200, EmptyPage));
        await using var client = CreateClient();

        await ListAsync(client);
        _time.Advance(TimeSpan.FromHours(1));
        await ListAsync(client);

        Assert.Equal(["Bearer tok-1", "Bearer tok-2"], ListRequests.Select(sent => sent.Authorization));
    }

    [Fact]
    public async Task A_token_that_the_service_refuses_is_replaced_past_the_cache()
    {
        _server.Respond(Post(TokenPath), TokenResponse("tok-1", 3600), TokenResponse("tok-2", 3600));
        _server.Respond(Get(KubiyaTraces), Json(401), Json(200, EmptyPage));
        await using var client = CreateClient();

        await ListAsync(client);
        await ListAsync(client);

        Assert.Equal(2, TokenRequests.Count);
        Assert.Equal(["Bearer tok-1", "Bearer tok-2", "Bearer tok-2"], ListRequests.Select(sent => sent.Authorization));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(200)]
    public async Task A_refusal_is_an_authentication_error_without_the_secret(int status)
    {
        _server.Respond(Post(TokenPath),
            Json(status, $$"""{"error":"invalid_client","error_description":"bad secret {{Secret}} for jane@example.com"}"""));
        await using var client = CreateClient();

        var error = await Assert.ThrowsAsync<TraceAuthenticationException>(() => ListAsync(client));

        Assert.Equal(("invalid_client", status), (error.ErrorCode, (int)error.StatusCode));
        Assert.Equal(("kubiya", "GetToken", new Uri(_server.Address, TokenPath)), (error.SourceName, error.Operation, error.RequestUri));
        Assert.Contains("bad secret *** for ***", error.Message, StringComparison.Ordinal);
        Assert.Contains("ClientSecret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error + error.ResponseBody, StringComparison.Ordinal);
        Assert.Empty(ListRequests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_failure_of_the_endpoint_is_a_server_error(int status)
    {
        _server.Respond(Post(TokenPath), Html(status, "Maintenance"));
        await using var client = CreateClient();

        var error = await Assert.ThrowsAsync<TraceServerException>(() => ListAsync(client));

        Assert.Equal(("GetToken", status), (error.Operation, (int)error.StatusCode));
        Assert.Contains("Maintenance", error.Message, StringComparison.Ordinal);
        Assert.Empty(ListRequests);
    }

    [Fact]
    public async Task Too_many_token_requests_are_a_rate_limit()
    {
        _server.Respond(Post(TokenPath), Json(429).WithHeader("Retry-After", "9"));
        await using var client = CreateClient();

        var error = await Assert.ThrowsAsync<TraceRateLimitException>(() => ListAsync(client));

        Assert.Equal(("GetToken", TimeSpan.FromSeconds(9), true), (error.Operation, error.RetryAfter, error.IsTransient));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task The_secret_does_not_follow_a_redirect(int status)
    {
        using var other = new StubServer();
        _server.Respond(Post(TokenPath), Empty(status).WithHeader("Location", new Uri(other.Address, TokenPath).AbsoluteUri));
        await using var client = CreateClient();

        var error = await Assert.ThrowsAsync<TraceApiException>(() => ListAsync(client));

        Assert.Contains("Set TokenEndpoint", error.Message, StringComparison.Ordinal);
        Assert.Null(error.ResponseBody);
        Assert.Single(_server.Requests);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_page_in_place_of_a_token_is_a_format_error()
    {
        _server.Respond(Post(TokenPath), Html(200, "Sign in"));
        await using var client = CreateClient();

        var error = await Assert.ThrowsAsync<TraceFormatException>(() => ListAsync(client));

        Assert.Contains("an HTML login page", error.Message, StringComparison.Ordinal);
        Assert.Empty(ListRequests);
    }

    private static IResponseBuilder TokenResponse(string token, int seconds) =>
        Json(200, $$"""{"access_token":"{{token}}","token_type":"bearer","expires_in":{{seconds}}}""");

    private static Task ListAsync(StandaloneTraceClient client) => client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);

    private StandaloneTraceClient CreateClient() =>
        _server.CreateClient(options => options.Kubiya.TokenProvider = BearerTokenProvider.ClientCredentials(
        new ClientCredentialsOptions
        {
            TokenEndpoint = new Uri(_server.Address, TokenPath + "?tenant=private"),
            ClientId = "me",
            ClientSecret = Secret,
            Scope = "traces:read spans:read",
            Audience = "https://api.example.test",
            Cache = new BearerTokenCacheOptions { TimeProvider = _time },
        }));
}
