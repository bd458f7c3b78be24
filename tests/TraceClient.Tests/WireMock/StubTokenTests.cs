using System.Text;
using TraceClient.Authentication;
using TraceClient.Galtea;
using TraceClient.Tests.Http;
using WireMock.ResponseBuilders;
using static TraceClient.Tests.Stubs.StubServer;

namespace TraceClient.Tests.Stubs;

public sealed class StubTokenTests : IDisposable
{
    private const string ProjectId = "6c3f3ad2-6b8f-4d54-9f63-0d9d3c8f5b51";

    private static readonly string ProjectToken = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"ProjectID":"{{ProjectId}}"}"""))
        .TrimEnd('=') + ".c2lnbmF0dXJl";

    private readonly StubServer _server = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("calyptia")]
    [InlineData("kubiya")]
    [InlineData("galtea")]
    public async Task A_token_is_sent_as_a_bearer_token(string source)
    {
        var request = await ReadAsync(source);

        Assert.Equal($"Bearer {StubServer.Token}", request.Authorization);
        Assert.Null(request.Header("X-Project-Token"));
    }

    [Fact]
    public async Task A_user_key_of_Kubiya_is_sent_with_its_scheme()
    {
        var request = await ReadAsync("kubiya", options => options.Kubiya.TokenScheme = KubiyaTokenScheme.UserKey);

        Assert.Equal($"UserKey {StubServer.Token}", request.Authorization);
    }

    [Fact]
    public async Task A_project_token_of_Calyptia_is_recognized_and_sent_in_its_header()
    {
        var request = await ReadAsync("calyptia", options => options.Calyptia.Token = ProjectToken);

        Assert.Equal((ProjectToken, null), (request.Header("X-Project-Token"), request.Authorization));
    }

    [Theory]
    [InlineData(CalyptiaTokenKind.Project, true)]
    [InlineData(CalyptiaTokenKind.User, false)]
    public async Task The_configured_kind_of_a_token_wins_over_its_looks(CalyptiaTokenKind kind, bool isProject)
    {
        var token = isProject ? StubServer.Token : ProjectToken;
        var request = await ReadAsync("calyptia", options => (options.Calyptia.TokenKind, options.Calyptia.Token) = (kind, token));

        Assert.Equal(isProject ? (token, null) : (null, $"Bearer {token}"), (request.Header("X-Project-Token"), request.Authorization));
    }

    [Fact]
    public async Task The_project_of_a_token_is_the_one_that_is_checked()
    {
        _server.Respond(Get($"/calyptia/v1/projects/{ProjectId}"), Json(200, $$"""{"id":"{{ProjectId}}"}"""));
        await using var client = _server.CreateClient(options =>
        {
            options.Calyptia.Token = ProjectToken;
            (options.Kubiya.Enabled, options.Galtea.Enabled) = (false, false);
        });

        var health = Assert.Single(await client.CheckHealthAsync(CancellationToken));

        Assert.True(health.IsHealthy);
    }

    [Fact]
    public async Task Each_source_gets_its_own_token_only()
    {
        _server.Respond(Anything(), Json(404));
        await using var client = _server.CreateClient(options =>
            (options.Calyptia.Token, options.Kubiya.Token, options.Galtea.Token) =
                ("token-of-calyptia", "token-of-kubiya", "token-of-galtea"));

        await client.CheckHealthAsync(CancellationToken);

        Assert.Equal(
            ["calyptia Bearer token-of-calyptia", "galtea Bearer token-of-galtea", "kubiya Bearer token-of-kubiya"],
            _server.Requests.Select(request => $"{request.Path.Split('/')[1]} {request.Authorization}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refused_token_is_replaced_and_the_request_sent_once_more()
    {
        var tokens = new TokenList("tok-first", "tok-second");
        _server.Respond(Get(KubiyaTraces), Json(401), Json(200, EmptyPage));
        await using var client = _server.CreateClient(options => options.Kubiya.TokenProvider = tokens);

        await client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);

        Assert.Equal(["Bearer tok-first", "Bearer tok-second"], _server.Requests.Select(request => request.Authorization));
        Assert.Equal([("kubiya", false), ("kubiya", true)], tokens.Requests.Select(request => (request.SourceName, request.ForceRefresh)));
    }

    [Fact]
    public async Task A_refused_POST_is_sent_once_more_with_the_same_body()
    {
        _server.Respond(Post("/galtea/traces"), Json(401), Json(201, """{"id":"row"}"""));
        await using var client = _server.CreateClient(options => options.Galtea.TokenProvider = new TokenList("tok-first", "tok-second"));

        using var created =
            await client.Galtea.CreateTraceAsync(new GalteaNewTrace { InferenceResultId = "turn", Name = "step" }, CancellationToken);

        Assert.Equal("row", created.Content?.Id);
        Assert.Equal(["Bearer tok-first", "Bearer tok-second"], _server.Requests.Select(request => request.Authorization));
        Assert.Contains("\"turn\"", _server.Requests[0].Body, StringComparison.Ordinal);
        Assert.Equal(_server.Requests[0].Body, _server.Requests[1].Body);
    }

    [Fact]
    public async Task A_request_is_sent_again_only_if_the_token_changed()
    {
        var tokens = new TokenList("tok-first", "tok-first", "tok-third");
        _server.Respond(Get(KubiyaTraces), Json(401), Json(200, EmptyPage));
        await using var client = _server.CreateClient(options => options.Kubiya.TokenProvider = tokens);

        var error = await Assert.ThrowsAsync<TraceAuthenticationException>(
            () => client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken));

        Assert.Single(_server.Requests);
        Assert.Equal([false, true], tokens.Requests.Select(request => request.ForceRefresh));
        Assert.Contains("The token was refused: check that TraceClients:Kubiya:Token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_token_that_is_refused_ends_in_an_error_that_shows_neither()
    {
        var tokens = new TokenList("tok-first", "tok-second", "tok-third");
        _server.Respond(Get(KubiyaTraces), Json(401, """{"message":"tok-first? tok-second?"}"""));
        await using var client = _server.CreateClient(options => options.Kubiya.TokenProvider = tokens);

        var error = await Assert.ThrowsAsync<TraceAuthenticationException>(
            () => client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken));

        Assert.Equal((2, 2), (_server.Requests.Count, tokens.Requests.Count));
        Assert.Equal("""{"message":"***? ***?"}""", error.ResponseBody);
    }

    [Fact]
    public async Task A_provider_that_fails_sends_no_request()
    {
        await using var client = _server.CreateClient(options =>
            options.Kubiya.TokenProvider =
                BearerTokenProvider.From((_, _) => throw new InvalidOperationException("the vault refused token=abc-secret")));

        var error = await Assert.ThrowsAsync<TraceAuthenticationException>(
            () => client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken));

        Assert.Empty(_server.Requests);
        Assert.Contains("the vault refused token=***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "text/html", "<html><title>TOKEN</title></html>")]
    [InlineData(200, "application/json", """["TOKEN"]""")]
    [InlineData(400, "application/json", """{"message":"TOKEN","code":"TOKEN","errors":{"TOKEN":["TOKEN"]}}""")]
    [InlineData(401, "application/json", """{"detail":{"error":"TOKEN","hint":"Authorization: Bearer TOKEN"}}""")]
    [InlineData(404, "text/plain", "no TOKEN here")]
    [InlineData(503, "text/html", "<title>TOKEN</title>")]
    public async Task A_token_that_the_service_sends_back_is_in_no_part_of_the_error(int status, string type, string body)
    {
        _server.Respond(Get(KubiyaTraces), Response.Create().WithStatusCode(status)
            .WithHeader("Content-Type", type).WithHeader("X-Request-ID", $"of {StubServer.Token}")
            .WithBody(body.Replace("TOKEN", StubServer.Token, StringComparison.Ordinal)));
        await using var client = _server.CreateClient();

        var error = await Assert.ThrowsAnyAsync<TraceClientException>(
            () => client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken));

        Assert.Contains(StubServer.Token, Assert.Single(_server.Requests).Authorization, StringComparison.Ordinal);
        var fields = (error as TraceValidationException)?.Errors.SelectMany(field => field.Value.Append(field.Key)) ?? [];
        var texts = new[]
        {
            error.Message, error.RequestId, error.RequestUri?.ToString(), (error as TraceApiException)?.ErrorCode,
            (error as TraceApiException)?.ResponseBody,
            (error as TraceFormatException)?.BodyPreview, (error as TraceFormatException)?.JsonPath,
        };
        Assert.All(texts.Concat(fields).OfType<string>(), text => TokenForms.AssertAbsent(StubServer.Token, text));
        Assert.DoesNotContain(StubServer.Token, error.ToString(), StringComparison.Ordinal);
    }

    private async Task<StubRequest> ReadAsync(string source, Action<TraceClientsOptions>? configure = null)
    {
        var list = SourceList.Of(source);
        _server.Respond(Get(list.Path), Json(200, source == "kubiya" ? EmptyPage : "[]"));
        await using var client = _server.CreateClient(configure);
        await list.ReadAsync(client, CancellationToken);
        return Assert.Single(_server.Requests);
    }
}
