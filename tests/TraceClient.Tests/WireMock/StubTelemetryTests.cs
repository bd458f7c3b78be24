using System.Diagnostics;
using TraceClient.Authentication;
using static TraceClient.Tests.Stubs.StubServer;

namespace TraceClient.Tests.Stubs;

public sealed class StubTelemetryTests : IDisposable
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private readonly StubServer _server = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task An_operation_is_an_activity_of_its_source_below_that_of_the_caller()
    {
        using var telemetry = new TelemetryOfTest();
        _server.Respond(Get($"{KubiyaTraces}/{TraceId}"), Json(200, Sample("kubiya/trace-detail.flat-true.200.json")));
        await using var client = _server.CreateClient();

        await client.FindTraceAsync(new TraceReference("kubiya", TraceId), CancellationToken);

        var activity = Assert.Single(telemetry.Activities);
        Assert.Equal(
            ("kubiya FindTrace", ActivityKind.Client, ActivityStatusCode.Unset), (activity.OperationName, activity.Kind, activity.Status));
        Assert.Equal(telemetry.SpanId, activity.ParentSpanId);
        Assert.Equal("traceclient.operation=FindTrace traceclient.source=kubiya", TelemetryOfTest.Text(activity.TagObjects));
    }

    [Fact]
    public async Task A_list_of_several_sources_is_one_activity()
    {
        using var telemetry = new TelemetryOfTest();
        _server.Respond(Get(KubiyaTraces), Json(200, EmptyPage));
        _server.Respond(Get("/galtea/*"), Json(200, "[]"));
        await using var client = _server.CreateClient();

        await client.ListTracesAsync(new TraceQuery { Sources = ["galtea", "kubiya"] }, CancellationToken).ToListAsync(CancellationToken);

        var activity = Assert.Single(telemetry.Activities);
        Assert.Equal("galtea,kubiya ListTraces", activity.OperationName);
        Assert.Equal("traceclient.operation=ListTraces traceclient.source=galtea,kubiya", TelemetryOfTest.Text(activity.TagObjects));
    }

    [Fact]
    public async Task A_failed_operation_has_the_type_of_the_error_and_the_status()
    {
        using var telemetry = new TelemetryOfTest();
        _server.Respond(Get($"{KubiyaTraces}/{TraceId}"), Json(403, """{"message":"not for jane"}"""));
        await using var client = _server.CreateClient();

        await Assert.ThrowsAsync<TraceAuthorizationException>(
            () => client.FindTraceAsync(new TraceReference("kubiya", TraceId), CancellationToken));

        var activity = Assert.Single(telemetry.Activities);
        Assert.Equal((ActivityStatusCode.Error, null), (activity.Status, activity.StatusDescription));
        Assert.Equal(
            "error.type=TraceClient.TraceAuthorizationException http.response.status_code=403 "
                + "traceclient.operation=FindTrace traceclient.source=kubiya",
            TelemetryOfTest.Text(activity.TagObjects));
    }

    [Fact]
    public async Task Every_attempt_and_every_retry_is_counted()
    {
        using var telemetry = new TelemetryOfTest();
        _server.Respond(Get(KubiyaTraces), Json(503), Json(429), Json(200, EmptyPage));
        await using var client = _server.CreateClient(
            options => (options.Kubiya.Resilience.MaxRetries, options.Kubiya.Resilience.RetryDelay) = (3, TimeSpan.Zero));

        await client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);

        Assert.Equal(
            [
                "1 http.request.method=GET http.response.status_code=503 traceclient.source=kubiya",
                "1 http.request.method=GET http.response.status_code=429 traceclient.source=kubiya",
                "1 http.request.method=GET http.response.status_code=200 traceclient.source=kubiya",
            ],
            telemetry.Of("traceclient.requests"));
        Assert.Equal(
            ["1 http.response.status_code=503 traceclient.source=kubiya", "1 http.response.status_code=429 traceclient.source=kubiya"],
            telemetry.Of("traceclient.retries"));
    }

    [Fact]
    public async Task A_request_without_a_response_is_counted_by_its_error()
    {
        using var telemetry = new TelemetryOfTest();
        using var port = new ClosedPort();
        await using var client = _server.CreateClient(options => options.Galtea.BaseAddress = port.Address);

        await Assert.ThrowsAsync<TraceTransportException>(() => client.Galtea.GetTraceAsync("row", CancellationToken));

        Assert.Equal(["1 error.type=System.Net.Http.HttpRequestException http.request.method=GET traceclient.source=galtea"],
            telemetry.Of("traceclient.requests"));
    }

    [Fact]
    public async Task A_first_token_and_one_in_place_of_a_refused_token_are_counted()
    {
        using var telemetry = new TelemetryOfTest();
        _server.Respond(Get(KubiyaTraces), Json(401), Json(200, EmptyPage));
        await using var client =
            _server.CreateClient(options => options.Kubiya.TokenProvider = BearerTokenProvider.Cached(new TokenList("tok-1", "tok-2")));

        await client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);

        Assert.Equal(
            ["1 traceclient.source=kubiya traceclient.token.trigger=first",
                "1 traceclient.source=kubiya traceclient.token.trigger=refused"],
            telemetry.Of("traceclient.token.refreshes"));
    }

    [Fact]
    public async Task A_token_in_place_of_an_expired_one_is_counted()
    {
        var time = new FakeTimeProvider();
        var expiring = BearerTokenProvider.From((_, _) => new(new BearerToken("tok-1", time.GetUtcNow() + TimeSpan.FromHours(1))));
        using var telemetry = new TelemetryOfTest();
        _server.Respond(Get(KubiyaTraces), Json(200, EmptyPage));
        await using var client = _server.CreateClient(options =>
            options.Kubiya.TokenProvider = BearerTokenProvider.Cached(expiring, new BearerTokenCacheOptions { TimeProvider = time }));

        await client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);
        time.Advance(TimeSpan.FromHours(1));
        await client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);

        Assert.Equal(
            ["1 traceclient.source=kubiya traceclient.token.trigger=first", "1 traceclient.source=kubiya traceclient.token.trigger=expiry"],
            telemetry.Of("traceclient.token.refreshes"));
    }

    [Fact]
    public async Task Spans_are_counted_as_they_are_read()
    {
        using var telemetry = new TelemetryOfTest();
        _server.Respond(Get($"{KubiyaTraces}/{TraceId}"), Json(200, Sample("kubiya/trace-detail.flat-true.200.json")));
        _server.Respond(Get($"{KubiyaTraces}/{TraceId}/spans"), Json(200, Sample("kubiya/trace-spans.flat-true.200.json")));
        await using var client = _server.CreateClient();
        var reference = new TraceReference("kubiya", TraceId);

        var trace = await client.GetTraceAsync(reference, CancellationToken);
        var spans = await client.StreamSpansAsync(reference, CancellationToken).ToListAsync(CancellationToken);

        Assert.NotEmpty(spans);
        Assert.Equal(
            [$"{trace.Spans.Count} traceclient.source=kubiya", .. spans.Select(_ => "1 traceclient.source=kubiya")],
            telemetry.Of("traceclient.spans.read"));
    }

    [Fact]
    public async Task No_telemetry_shows_a_token_a_query_an_id_or_a_body()
    {
        using var telemetry = new TelemetryOfTest();
        _server.Respond(Anything(), Json(500, """{"message":"a body of jane"}"""));
        await using var client = _server.CreateClient();
        var reference = new TraceReference("kubiya", TraceId);
        var query = new TraceQuery { SearchText = SourceList.Private, SessionId = "session-private", ContinueOnSourceFailure = true };

        await Assert.ThrowsAsync<TraceServerException>(() => client.GetTraceAsync(reference, CancellationToken));
        await Assert.ThrowsAsync<TraceServerException>(
            async () => await client.StreamSpansAsync(reference, CancellationToken).ToListAsync(CancellationToken));
        await client.ListTracesAsync(query, CancellationToken).ToListAsync(CancellationToken);
        await client.CheckHealthAsync(CancellationToken);

        var text = telemetry.AllText();
        Assert.Contains(_server.Requests, request => request.Query.Contains(SourceList.Private, StringComparison.Ordinal));
        Assert.Contains("kubiya StreamSpans", text, StringComparison.Ordinal);
        Assert.Contains("traceclient.requests", text, StringComparison.Ordinal);
        Assert.All(
            (string[])[StubServer.Token, TraceId, SourceList.Private, "session-private", "jane", KubiyaTraces, _server.Address.Authority],
            secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }
}
