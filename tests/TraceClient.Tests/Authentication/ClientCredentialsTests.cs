using System.Net;
using TraceClient.Authentication;
using TraceClient.Tests.Http;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Authentication;

public sealed class ClientCredentialsTests
{
    private const string Secret = "s3cr3t/of+client";

    private static readonly BearerTokenRequest Request = new("kubiya");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_form_is_posted_and_the_token_kept_until_it_expires()
    {
        var stub = new StubHandler(
            Answer(HttpStatusCode.OK, """{"access_token":"tok-1","token_type":"bearer","expires_in":3600}"""),
            Answer(HttpStatusCode.OK, """{"access_token":"tok-2"}"""));
        var provider = Provider(stub, options =>
        {
            options.Scope = "traces:read spans:read";
            options.Audience = "https://api.example.test";
        });

        var first = await provider.GetTokenAsync(Request, Token);
        await provider.GetTokenAsync(Request, Token);
        _time.Advance(TimeSpan.FromHours(1));
        var second = await provider.GetTokenAsync(Request, Token);

        Assert.Equal(("tok-1", _time.GetUtcNow()), (first.Value, first.ExpiresAt));
        Assert.Equal(("tok-2", null), (second.Value, second.ExpiresAt));
        Assert.Equal(2, stub.Sent.Count);
        Assert.Equal(HttpMethod.Post, stub.Sent[0].Method);
        Assert.Equal(
            "grant_type=client_credentials&client_id=me&client_secret=s3cr3t%2Fof%2Bclient"
            + "&scope=traces%3Aread+spans%3Aread&audience=https%3A%2F%2Fapi.example.test",
            stub.Sent[0].Body);
    }

    [Fact]
    public async Task JSON_is_requested_and_what_is_not_set_is_not_sent()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.OK, """{"access_token":"tok-1","token_type":"Bearer"}"""));

        await Provider(stub).GetTokenAsync(Request, Token);

        Assert.Equal("grant_type=client_credentials&client_id=me&client_secret=s3cr3t%2Fof%2Bclient", stub.Sent[0].Body);
        Assert.Equal("application/json", stub.Sent[0].Header("Accept"));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task An_error_of_the_endpoint_says_its_code_whatever_the_status(HttpStatusCode status)
    {
        var body = $$"""{"error":"invalid_client","error_description":"Unknown {{Secret}}"}""";
        var provider = Provider(new StubHandler(Answer(status, body)));

        var failure = await Assert.ThrowsAsync<TraceAuthenticationException>(async () => await provider.GetTokenAsync(Request, Token));

        Assert.Equal("invalid_client", failure.ErrorCode);
        Assert.Contains("GetToken", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_beside_an_error_is_a_token()
    {
        var provider = Provider(new StubHandler(Answer(HttpStatusCode.OK, """{"access_token":"tok-1","error":"none"}""")));

        Assert.Equal("tok-1", (await provider.GetTokenAsync(Request, Token)).Value);
    }

    [Fact]
    public async Task A_caller_that_cancels_gets_a_cancellation()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var provider = Provider(new StubHandler(Hang));

        var waiting = provider.GetTokenAsync(Request, caller.Token).AsTask();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_provider_that_is_disposed_closes_its_connections()
    {
        var provider = Provider(new StubHandler(Answer(HttpStatusCode.OK, """{"access_token":"tok-1"}""")));

        Assert.IsAssignableFrom<IDisposable>(provider).Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await provider.GetTokenAsync(Request, Token));
    }

    [Theory]
    [InlineData("60", 60.0)]
    [InlineData("\"60\"", 60.0)]
    [InlineData("59.5", 59.5)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("null", null)]
    [InlineData("\"soon\"", null)]
    public async Task The_lifetime_is_read_in_each_writing(string expiresIn, double? seconds)
    {
        var provider = Provider(new StubHandler(Answer(HttpStatusCode.OK, $$"""{"access_token":"tok-1","expires_in":{{expiresIn}}}""")));

        var token = await provider.GetTokenAsync(Request, Token);

        Assert.Equal(seconds, (token.ExpiresAt - _time.GetUtcNow())?.TotalSeconds);
    }

    [Fact]
    public async Task A_lifetime_beyond_all_measure_is_capped()
    {
        var provider = Provider(new StubHandler(Answer(HttpStatusCode.OK, """{"access_token":"tok-1","expires_in":1e300}""")));

        var token = await provider.GetTokenAsync(Request, Token);

        Assert.True(token.ExpiresAt > _time.GetUtcNow().AddYears(99));
    }

    [Theory]
    [InlineData("<html><title>Sign in</title></html>", "an HTML login page")]
    [InlineData("nonsense", "no JSON object")]
    [InlineData("null", "no JSON object")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{}", "no access_token")]
    [InlineData("""{"access_token":"tok-secret","token_type":"mac"}""", "another type")]
    [InlineData("""{"access_token":"tok secret"}""", "no header may carry")]
    public async Task A_success_without_a_token_is_a_format_error(string body, string text)
    {
        var provider = Provider(new StubHandler(Answer(HttpStatusCode.OK, body)));

        var failure = await Assert.ThrowsAsync<TraceFormatException>(async () => await provider.GetTokenAsync(Request, Token));

        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_there_is_a_transport_error()
    {
        var provider = Provider(
            new StubHandler(Throw(new HttpRequestException(HttpRequestError.ConnectionError, $"no connection, client_secret={Secret}"))));

        var failure = await Assert.ThrowsAsync<TraceTransportException>(async () => await provider.GetTokenAsync(Request, Token));

        Assert.True(failure.IsTransient);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_stays_silent_is_given_up()
    {
        var asked = new TaskCompletionSource();
        var provider = Provider(new StubHandler((request, token) =>
        {
            asked.SetResult();
            return Hang(request, token);
        }));

        var waiting = provider.GetTokenAsync(Request, Token).AsTask();
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
    }

    [Theory]
    [InlineData("http://login.example.test/token", "me", "s", "TokenEndpoint must be https")]
    [InlineData("http://loopback/token", "me", "s", "TokenEndpoint must be https")]
    [InlineData("https://user:pw@login.example.test/token", "me", "s", "TokenEndpoint must hold no user name")]
    [InlineData("token", "me", "s", "TokenEndpoint must be an absolute address")]
    [InlineData("https://login.example.test/token", " ", "s", "ClientId must be set")]
    [InlineData("https://login.example.test/token", "me", "", "ClientSecret must be set")]
    public void Wrong_options_make_no_provider(string endpoint, string id, string secret, string text)
    {
        var fault = Assert.Throws<ArgumentException>(() => BearerTokenProvider.ClientCredentials(new ClientCredentialsOptions
        {
            TokenEndpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute),
            ClientId = id,
            ClientSecret = secret,
        }));

        Assert.StartsWith(text, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_are_missing_make_no_provider()
    {
        var options = new ClientCredentialsOptions { TokenEndpoint = null!, ClientId = "me", ClientSecret = "s" };

        var noEndpoint = Assert.Throws<ArgumentException>(() => BearerTokenProvider.ClientCredentials(options));
        var noCache = Assert.Throws<ArgumentException>(() => Provider(new StubHandler(), other => other.Cache = null!));

        Assert.StartsWith("TokenEndpoint must be set.", noEndpoint.Message, StringComparison.Ordinal);
        Assert.StartsWith("Cache must not be null.", noCache.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_on_this_machine_may_speak_http_and_have_a_query()
    {
        var provider = BearerTokenProvider.ClientCredentials(new ClientCredentialsOptions
        {
            TokenEndpoint = new Uri("http://localhost:9999/token?tenant=x"),
            ClientId = "me",
            ClientSecret = "s",
        });

        Assert.IsAssignableFrom<IDisposable>(provider).Dispose();
    }

    private IBearerTokenProvider Provider(StubHandler stub, Action<ClientCredentialsOptions>? with = null)
    {
        var options = new ClientCredentialsOptions
        {
            TokenEndpoint = new Uri("https://login.example.test/oauth/token?tenant=private"),
            ClientId = "me",
            ClientSecret = Secret,
            PrimaryHandler = () => stub,
            Cache = new BearerTokenCacheOptions { TimeProvider = _time },
        };
        with?.Invoke(options);
        return BearerTokenProvider.ClientCredentials(options);
    }
}
