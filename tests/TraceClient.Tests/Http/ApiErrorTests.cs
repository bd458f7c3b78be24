using System.Net;
using System.Net.Http.Headers;
using System.Text;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class ApiErrorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, Type, bool> Statuses => new()
    {
        { 400, typeof(TraceValidationException), false },
        { 401, typeof(TraceAuthenticationException), false },
        { 402, typeof(TraceApiException), false },
        { 403, typeof(TraceAuthorizationException), false },
        { 404, typeof(TraceNotFoundException), false },
        { 407, typeof(TraceApiException), false },
        { 408, typeof(TraceApiException), true },
        { 409, typeof(TraceConflictException), false },
        { 410, typeof(TraceNotFoundException), false },
        { 414, typeof(TraceValidationException), false },
        { 422, typeof(TraceValidationException), false },
        { 429, typeof(TraceRateLimitException), true },
        { 500, typeof(TraceServerException), true },
        { 501, typeof(TraceServerException), false },
        { 502, typeof(TraceServerException), true },
        { 503, typeof(TraceServerException), true },
        { 504, typeof(TraceServerException), true },
        { 304, typeof(TraceApiException), false },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_status_has_its_exception(int status, Type type, bool isTransient)
    {
        var failure = await FailAsync(Answer((HttpStatusCode)status, """{"message":"it went wrong"}"""));

        Assert.Equal(type, failure.GetType());
        Assert.Equal(status, (int)failure.StatusCode);
        Assert.Equal(isTransient, failure.IsTransient);
        Assert.Equal("kubiya", failure.SourceName);
        Assert.Equal("ListTraces", failure.Operation);
        Assert.Equal("https://api.example.test/base/v1/traces", failure.RequestUri?.AbsoluteUri);
        Assert.StartsWith("kubiya: ListTraces (GET https://api.example.test/base/v1/traces) was answered with " + status, failure.Message, StringComparison.Ordinal);
        Assert.Contains("it went wrong", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("private", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_the_operation_is_method_and_path()
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.NotFound)));

        var failure = await Assert.ThrowsAsync<TraceNotFoundException>(
            () => source.SendAsync(HttpMethod.Delete, "v1/traces/4bf9?x=private", Token, operation: null));

        Assert.Equal("DELETE /base/v1/traces/4bf9", failure.Operation);
    }

    [Theory]
    [InlineData("X-Request-ID", "req-17")]
    [InlineData("X-Trace-ID", "4bf92f3577b34da6a3ce929d0e0e4736")]
    public async Task The_request_s_id_is_kept(string header, string id)
    {
        var failure = await FailAsync(Answer(HttpStatusCode.NotFound, with: answer => answer.Headers.TryAddWithoutValidation(header, id)));

        Assert.Equal(id, failure.RequestId);
    }

    [Fact]
    public async Task Faults_of_fields_are_listed_by_field()
    {
        var failure = Assert.IsType<TraceValidationException>(await FailAsync(Answer(HttpStatusCode.UnprocessableEntity, """
            {"detail":[
              {"type":"less_than_equal","loc":["query","page_size"],"msg":"Input should be less than or equal to 100","input":"500","ctx":{"le":100}},
              {"loc":["query","page_size"],"msg":"Input should be even"},
              {"loc":["body","spans",3,"name"],"msg":"Field required"}]}
            """)));

        Assert.Equal(["Input should be less than or equal to 100", "Input should be even"], failure.Errors["query.page_size"]);
        Assert.Equal(["Field required"], failure.Errors["body.spans.3.name"]);
        Assert.Contains("query.page_size: Input should be less than or equal to 100", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_403_is_a_firewall_s_word_and_not_a_permission()
    {
        var failure = await FailAsync(Answer(
            HttpStatusCode.Forbidden, "<html>\n<head><title>403 Forbidden</title></head>\n<body><h1>403 Forbidden</h1></body>\n</html>", "text/html"));

        Assert.Equal(typeof(TraceApiException), failure.GetType());
        Assert.Contains("an HTML page (\"403 Forbidden\")", failure.Message, StringComparison.Ordinal);
        Assert.Contains("firewall", failure.Message, StringComparison.Ordinal);
        Assert.Contains("fewer ids", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_gateway_is_named_as_one()
    {
        var failure = await FailAsync(Answer(HttpStatusCode.BadGateway, "<html><title>502 Bad Gateway</title></html>", "text/html"));

        Assert.IsType<TraceServerException>(failure);
        Assert.Contains("gateway answers", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://login.example.test/sso?token=secret", "to https://login.example.test was not followed")]
    [InlineData("/elsewhere?token=secret", "within the same host was not followed")]
    public async Task A_redirect_is_named_by_its_host_only(string target, string text)
    {
        var failure = await FailAsync(Answer(HttpStatusCode.Found, string.Empty, with: answer => answer.Headers.Location = new Uri(target, UriKind.RelativeOrAbsolute)));

        Assert.Equal(typeof(TraceApiException), failure.GetType());
        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_without_a_target_is_named_as_well()
    {
        var failure = await FailAsync(Answer(HttpStatusCode.MovedPermanently, string.Empty));

        Assert.Contains("The redirect was not followed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_names_the_option()
    {
        var failure = await FailAsync(Answer(HttpStatusCode.Unauthorized));

        Assert.Contains("TraceClients:Kubiya:Token", failure.Message, StringComparison.Ordinal);
        Assert.Contains("refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_token_is_said_to_be_missing()
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.Unauthorized)), options => options.Token = null);

        var failure = await Assert.ThrowsAsync<TraceAuthenticationException>(() => source.GetAsync(Token));

        Assert.Contains("No token was sent", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_s_code_and_hint_are_kept()
    {
        var failure = await FailAsync(Answer(
            HttpStatusCode.Unauthorized,
            """{"detail":{"error":"Unauthorized","message":"Invalid or expired authentication token","hint":"Ensure you're using a valid Kubiya API token"}}"""));

        Assert.Equal("Unauthorized", failure.ErrorCode);
        Assert.Contains("Invalid or expired authentication token. The service's hint: Ensure you're using a valid Kubiya API token.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wait_that_the_service_asks_for_is_kept()
    {
        var failure = Assert.IsType<TraceRateLimitException>(await FailAsync(Answer(
            HttpStatusCode.TooManyRequests, with: answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(12)))));

        Assert.Equal(TimeSpan.FromSeconds(12), failure.RetryAfter);
        Assert.Contains("wait 12 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_and_addresses_of_people_are_taken_out_of_the_body()
    {
        var failure = await FailAsync(Answer(
            HttpStatusCode.BadRequest,
            $$"""{"message":"{{TestSource.Token}} of jane.doe@example.com","code":"{{TestSource.Token}}"}""",
            with: answer => answer.Headers.TryAddWithoutValidation("X-Request-ID", TestSource.Token)));

        Assert.Equal("""{"message":"*** of ***","code":"***"}""", failure.ResponseBody);
        Assert.DoesNotContain(TestSource.Token, failure.ToString() + failure.ErrorCode + failure.RequestId, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_large_body_8_kb_are_kept_and_64_kb_are_read()
    {
        var body = new CountingStream(10 << 20);
        var failure = await FailAsync((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new TrackedContent(body, "text/plain") }));

        Assert.Equal(8 * 1024, Encoding.UTF8.GetByteCount(failure.ResponseBody!));
        Assert.Equal(64 * 1024, body.BytesRead);
        Assert.True(failure.Message.Length < 2000);
    }

    [Fact]
    public async Task An_error_s_body_that_breaks_off_does_not_hide_the_status()
    {
        var failure = await FailAsync((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict)
        {
            Content = new TrackedContent(new FaultyStream("""{"error":"active trace"""u8.ToArray(), new IOException("reset")), "application/json"),
        }));

        Assert.IsType<TraceConflictException>(failure);
        Assert.Equal("""{"error":"active trace""", failure.ResponseBody);
    }

    [Fact]
    public async Task An_error_s_body_that_stalls_does_not_hide_the_status()
    {
        using var source = new TestSource(new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict)
        {
            Content = new TrackedContent(new FaultyStream("{"u8.ToArray(), fault: null), "application/json"),
        })));

        var failure = await Assert.ThrowsAsync<TraceConflictException>(() => source.RunAsync(source.GetAsync(Token)));

        Assert.Equal("{", failure.ResponseBody);
    }

    [Fact]
    public async Task Cancellation_while_an_error_s_body_is_read_is_the_caller_s()
    {
        using var source = new TestSource(new StubHandler((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Conflict)
        {
            Content = new TrackedContent(new FaultyStream([], fault: null), "application/json"),
        })));
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var asking = source.GetAsync(caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task An_empty_body_is_no_body()
    {
        var failure = await FailAsync(Answer(HttpStatusCode.BadGateway, string.Empty));

        Assert.Null(failure.ResponseBody);
        Assert.Contains("no explanation", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_logged_with_its_path_only()
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.NotFound, """{"message":"body text"}""")));

        await Assert.ThrowsAsync<TraceNotFoundException>(() => source.GetAsync(Token));

        var entry = Assert.Single(source.Log.Entries);
        Assert.Equal((5, "kubiya: GET /base/v1/traces ended in TraceNotFoundException."), (entry.Id, entry.Text));
    }

    private static async Task<TraceApiException> FailAsync(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        using var source = new TestSource(new StubHandler(answer), options => options.Resilience.MaxRetries = 0);
        return await Assert.ThrowsAnyAsync<TraceApiException>(() => source.GetAsync(Token));
    }
}
