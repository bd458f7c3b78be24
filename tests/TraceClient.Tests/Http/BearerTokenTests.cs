using System.Net;
using TraceClient.Authentication;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class BearerTokenTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_none_is_sent()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub, options => options.Token = null);

        using var response = await source.GetAsync(Token);

        Assert.Null(stub.Sent[0].Header("Authorization"));
    }

    [Fact]
    public async Task The_provider_wins_and_is_asked_for_each_attempt()
    {
        var provider = new ListProvider("tok-one", "tok-two");
        var stub = new StubHandler(Answer(HttpStatusCode.BadGateway), Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub, options => options.TokenProvider = provider);

        using var response = await source.RunAsync(source.GetAsync(Token));

        Assert.Equal(["Bearer tok-one", "Bearer tok-two"], stub.Sent.Select(sent => sent.Header("Authorization")));
        Assert.All(provider.Requests, request => Assert.Equal(("kubiya", false), (request.SourceName, request.ForceRefresh)));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_refused_token_is_replaced_and_sent_once_more(string method)
    {
        var provider = new ListProvider("tok-one", "tok-two");
        var stub = new StubHandler(Answer(HttpStatusCode.Unauthorized), Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub, options => options.TokenProvider = provider);
        using var body = method == "POST" ? new StringContent("payload") : null;

        using var response = await source.SendAsync(new HttpMethod(method), "v1/x", Token, content: body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["Bearer tok-one", "Bearer tok-two"], stub.Sent.Select(sent => sent.Header("Authorization")));
        Assert.All(stub.Sent, sent => Assert.Equal(body is null ? null : "payload", sent.Body));
        Assert.Equal([false, true], provider.Requests.Select(request => request.ForceRefresh));
        Assert.True(stub.Bodies[0].IsDisposed);
        Assert.Single(source.Log.Entries, entry => entry.Id == 4);
    }

    [Theory]
    [InlineData("https://other.example.test/v1/x")]
    [InlineData("https://api.example.test:8443/v1/x")]
    [InlineData("http://api.example.test/v1/x")]
    public async Task Another_origin_never_gets_the_token(string address)
    {
        var stub = new StubHandler(Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer left-over");

        using var response = await source.Client.SendAsync(request, Token);

        Assert.Null(stub.Sent[0].Header("Authorization"));
    }

    [Fact]
    public async Task A_failing_provider_is_a_typed_error_without_the_token()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.OK));
        using var source = new TestSource(stub, options => options.TokenProvider = BearerTokenProvider.From(
            (_, _) => throw new InvalidOperationException("vault said token=abc-secret")));

        var failure = await Assert.ThrowsAsync<TraceAuthenticationException>(() => source.GetAsync(Token));

        Assert.Empty(stub.Sent);
        Assert.Contains(
            "the token provider failed with InvalidOperationException: vault said token=***", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc-secret", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(("kubiya", "ListTraces"), (failure.SourceName, failure.Operation));
    }

    [Fact]
    public async Task A_provider_that_gives_nothing_is_a_typed_error()
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.OK)),
            options => options.TokenProvider = BearerTokenProvider.From((_, _) => new((BearerToken)null!)));

        var failure = await Assert.ThrowsAsync<TraceAuthenticationException>(() => source.GetAsync(Token));

        Assert.Contains("null", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_gives_up_is_a_transport_error()
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.OK)), options =>
        {
            options.TokenProvider = BearerTokenProvider.From((_, _) => throw new TaskCanceledException());
            options.Resilience.MaxRetries = 0;
        });

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => source.GetAsync(Token));

        Assert.Contains("gave up", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sdk_s_own_errors_of_a_provider_pass()
    {
        using var source = new TestSource(
            new StubHandler(Answer(HttpStatusCode.OK)),
            options => options.TokenProvider = BearerTokenProvider.FromEnvironment("TRACECLIENT_TESTS_NO_SUCH_VARIABLE"));

        var failure = await Assert.ThrowsAsync<TraceAuthenticationException>(() => source.GetAsync(Token));

        Assert.Contains("TRACECLIENT_TESTS_NO_SUCH_VARIABLE", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_while_a_token_is_fetched_is_the_caller_s()
    {
        using var source =
            new TestSource(new StubHandler(Answer(HttpStatusCode.OK)), options => options.TokenProvider = BearerTokenProvider.From(
            async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return new BearerToken("never");
            }));
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var asking = source.GetAsync(caller.Token);
        await caller.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task A_refresh_that_fails_disposes_the_answer_that_asked_for_it()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.Unauthorized));
        using var source = new TestSource(stub, options => options.TokenProvider = BearerTokenProvider.From(
            (request, _) => request.ForceRefresh ? throw new InvalidOperationException("no more") : new(new BearerToken("tok-one"))));

        await Assert.ThrowsAsync<TraceAuthenticationException>(() => source.GetAsync(Token));

        Assert.True(Assert.Single(stub.Bodies).IsDisposed);
    }

    private sealed class ListProvider(params string[] tokens) : IBearerTokenProvider
    {
        public List<BearerTokenRequest> Requests { get; } = [];

        public ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default)
        {
            Requests.Add(request);
            return new(new BearerToken(tokens[Math.Min(Requests.Count, tokens.Length) - 1]));
        }
    }
}
