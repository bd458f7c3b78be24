using System.Net;
using System.Text;
using WireMock.ResponseBuilders;
using static TraceClient.Tests.Stubs.StubServer;

namespace TraceClient.Tests.Stubs;

public sealed class StubErrorTests : IDisposable
{
    private readonly StubServer _server = new();

    public static TheoryData<string, int, Type, bool> Statuses
    {
        get
        {
            (int Status, Type Type, bool IsTransient)[] statuses =
            [
                (300, typeof(TraceApiException), false),
                (400, typeof(TraceValidationException), false),
                (401, typeof(TraceAuthenticationException), false),
                (402, typeof(TraceApiException), false),
                (403, typeof(TraceAuthorizationException), false),
                (404, typeof(TraceNotFoundException), false),
                (407, typeof(TraceApiException), false),
                (408, typeof(TraceApiException), true),
                (409, typeof(TraceConflictException), false),
                (410, typeof(TraceNotFoundException), false),
                (414, typeof(TraceValidationException), false),
                (418, typeof(TraceApiException), false),
                (422, typeof(TraceValidationException), false),
                (429, typeof(TraceRateLimitException), true),
                (500, typeof(TraceServerException), true),
                (501, typeof(TraceServerException), false),
                (502, typeof(TraceServerException), true),
                (503, typeof(TraceServerException), true),
                (504, typeof(TraceServerException), true),
            ];
            string[] sources = ["calyptia", "kubiya", "galtea"];
            return [.. sources.SelectMany(source => statuses.Select(status => (source, status.Status, status.Type, status.IsTransient)))];
        }
    }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_status_has_its_exception(string source, int status, Type type, bool isTransient)
    {
        var list = SourceList.Of(source);
        _server.Respond(Get(list.Path), Json(status, """{"message":"it went wrong","code":"E17"}""").WithHeader("X-Request-ID", "req-17"));
        await using var client = _server.CreateClient();

        var error = await Assert.ThrowsAnyAsync<TraceApiException>(() => list.ReadAsync(client, CancellationToken));

        var address = new Uri(_server.Address, list.Path);
        Assert.Equal(type, error.GetType());
        Assert.Equal((status, isTransient, "E17", "req-17"), ((int)error.StatusCode, error.IsTransient, error.ErrorCode, error.RequestId));
        Assert.Equal((source, list.Operation, address), (error.SourceName, error.Operation, error.RequestUri));
        Assert.Equal("""{"message":"it went wrong","code":"E17"}""", error.ResponseBody);
        Assert.StartsWith(
            $"{source}: {list.Operation} (GET {address}) responded with {status} ", error.Message, StringComparison.Ordinal);
        Assert.Contains(": it went wrong. ", error.Message, StringComparison.Ordinal);
        Assert.Contains(SourceList.Private, Assert.Single(_server.Requests).Query, StringComparison.Ordinal);
        Assert.DoesNotContain(SourceList.Private, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_without_a_body_is_no_success()
    {
        var error = await FailAsync<TraceApiException>(Empty(304));

        Assert.Equal((HttpStatusCode.NotModified, null), (error.StatusCode, error.ResponseBody));
        Assert.Contains("no explanation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_request_id_the_id_of_the_trace_is_kept()
    {
        var error = await FailAsync<TraceNotFoundException>(Json(404).WithHeader("X-Trace-ID", "4bf92f3577b34da6a3ce929d0e0e4736"));

        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", error.RequestId);
    }

    [Fact]
    public async Task Errors_of_fields_are_found_by_their_location()
    {
        var error = await FailAsync<TraceValidationException>(Json(422, """
            {"detail":[
              {"type":"less_than_equal","loc":["query","page_size"],"msg":"Input should be less than or equal to 100","input":"500","ctx":{"le":100}},
              {"loc":["query","page_size"],"msg":"Input should be even"},
              {"loc":["body","spans",3,"name"],"msg":"Field required"}]}
            """));

        Assert.Equal(["body.spans.3.name", "query.page_size"], error.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["Input should be less than or equal to 100", "Input should be even"], error.Errors["query.page_size"]);
        Assert.Equal(["Field required"], error.Errors["body.spans.3.name"]);
        Assert.Contains("query.page_size: Input should be less than or equal to 100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_of_fields_are_found_by_their_names()
    {
        var error = await FailAsync<TraceValidationException>(Json(400, """
            {"title":"Invalid request","errors":{"page_size":["must be a number"],"sort":"unknown to jane@example.com"}}
            """));

        Assert.Equal(["must be a number"], error.Errors["page_size"]);
        Assert.Equal(["unknown to ***"], error.Errors["sort"]);
    }

    [Theory]
    [InlineData(401, "kubiya/error.401-bad-token.json", "Unauthorized",
        "Invalid or expired authentication token. The service's hint: Ensure you're using a valid Kubiya API token.")]
    [InlineData(404, "kubiya/error.alt-envelope.404.json", "RESOURCE_NOT_FOUND", "Trace 4bf92f3577b34da6a3ce929d0e0e4736 not found.")]
    [InlineData(400, "kubiya/error.400-bad-status.json", null, "Invalid status: done. Must be one of: success, error, running.")]
    public async Task The_code_and_the_explanation_of_a_recorded_error_are_kept(int status, string sample, string? code, string explanation)
    {
        var error = await FailAsync<TraceApiException>(Json(status, Sample(sample)));

        Assert.Equal(code, error.ErrorCode);
        Assert.Contains(explanation, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_and_addresses_of_people_are_removed_from_the_body()
    {
        var error = await FailAsync<TraceValidationException>(
            Json(400, $$"""{"message":"{{StubServer.Token}} of jane.doe@example.com","code":"{{StubServer.Token}}"}""")
                .WithHeader("X-Request-ID", StubServer.Token));

        Assert.Equal("""{"message":"*** of ***","code":"***"}""", error.ResponseBody);
        Assert.Equal(("***", "***"), (error.ErrorCode, error.RequestId));
        Assert.DoesNotContain(StubServer.Token, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("jane", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_large_body_8_KB_are_kept()
    {
        var error = await FailAsync<TraceServerException>(Json(500, $$"""{"message":"{{new string('x', 100_000)}}"}"""));

        Assert.Equal(8 * 1024, Encoding.UTF8.GetByteCount(error.ResponseBody!));
        Assert.InRange(error.Message.Length, 100, 2000);
    }

    [Fact]
    public async Task The_wait_of_a_rate_limit_is_kept()
    {
        var error = await FailAsync<TraceRateLimitException>(Json(429).WithHeader("Retry-After", "12"));

        Assert.Equal(TimeSpan.FromSeconds(12), error.RetryAfter);
        Assert.Contains("a wait of 12 s", error.Message, StringComparison.Ordinal);
        Assert.Contains("TraceClients:Kubiya:Resilience:RequestsPerMinute", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_a_success_is_a_format_error_that_names_the_key_of_the_address()
    {
        var error = await FailAsync<TraceFormatException>(Html(200, "Sign in"));

        Assert.Contains("responded with 200 OK, but with an HTML login page (\"Sign in\") where JSON belongs", error.Message,
            StringComparison.Ordinal);
        Assert.Contains("TraceClients:Kubiya:BaseAddress", error.Message, StringComparison.Ordinal);
        Assert.Equal(("kubiya", "ListTraces", 0L), (error.SourceName, error.Operation, error.ByteOffset));
        Assert.StartsWith("<!DOCTYPE html>", error.BodyPreview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_a_success_that_calls_itself_JSON_is_a_format_error()
    {
        var error = await FailAsync<TraceFormatException>(Json(200, "\n <html><title>Log in</title></html>"));

        Assert.Contains("an HTML login page (\"Log in\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_403_says_nothing_about_permissions()
    {
        var error = await FailAsync<TraceApiException>(Html(403, "403 Forbidden"));

        Assert.Equal(typeof(TraceApiException), error.GetType());
        Assert.Contains("an HTML page (\"403 Forbidden\")", error.Message, StringComparison.Ordinal);
        Assert.Contains("a firewall or a proxy", error.Message, StringComparison.Ordinal);
        Assert.Contains("fewer ids", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_502_comes_from_a_gateway()
    {
        var error = await FailAsync<TraceServerException>(Html(502, "502 Bad Gateway"));

        Assert.Contains("an HTML page (\"502 Bad Gateway\")", error.Message, StringComparison.Ordinal);
        Assert.Contains("The service behind the gateway does not respond.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_that_does_not_exist_is_null_or_an_exception()
    {
        _server.Respond(Anything(), Json(404, Sample("kubiya/error.404-trace.json")));
        await using var client = _server.CreateClient();
        var reference = new TraceReference("kubiya", "4bf92f3577b34da6a3ce929d0e0e4736");

        Assert.Null(await client.FindTraceAsync(reference, CancellationToken));
        await Assert.ThrowsAsync<TraceNotFoundException>(() => client.GetTraceAsync(reference, CancellationToken));
        await Assert.ThrowsAsync<TraceNotFoundException>(
            async () => await client.StreamSpansAsync(reference, CancellationToken).ToListAsync(CancellationToken));
    }

    [Fact]
    public async Task A_source_that_fails_does_not_take_the_traces_of_the_others_away()
    {
        _server.Respond(
            Get(KubiyaTraces), Json(200, """{"items":[{"trace_id":"a","started_at":"2026-01-15T10:00:01Z"}],"has_next":false}"""));
        _server.Respond(Get("/galtea/*"), Json(403, """{"message":"no traces for you"}"""));
        await using var client = _server.CreateClient(options => options.Calyptia.Enabled = false);
        var read = new List<string>();

        var error = await Assert.ThrowsAsync<PartialTraceListException>(async () =>
        {
            await foreach (var summary in client.ListTracesAsync(cancellationToken: CancellationToken))
                read.Add(summary.Reference.ToString());
        });

        Assert.Equal(["kubiya:a"], read);
        var failure = Assert.Single(error.Failures);
        Assert.Equal("galtea", failure.SourceName);
        Assert.IsType<TraceAuthorizationException>(failure.Exception);
    }

    private async Task<T> FailAsync<T>(IResponseBuilder response)
        where T : TraceClientException
    {
        _server.Respond(Get(KubiyaTraces), response);
        await using var client = _server.CreateClient();
        return await Assert.ThrowsAnyAsync<T>(() => client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken));
    }
}
