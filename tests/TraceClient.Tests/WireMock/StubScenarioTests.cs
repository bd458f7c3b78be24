using System.Net;
using TraceClient.Galtea;
using static TraceClient.Tests.Stubs.StubServer;

namespace TraceClient.Tests.Stubs;

public sealed class StubScenarioTests : IDisposable
{
    private readonly StubServer _server = new();

    // Retries are skipped, timeouts are not.
    private readonly AutoAdvancingTimeProvider _time = new() { LongestSkippedWait = TimeSpan.FromSeconds(20) };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(503, 17)]
    [InlineData(503, 0)]
    [InlineData(429, 17)]
    [InlineData(429, 0)]
    public async Task A_request_is_sent_again_after_the_wait_that_the_service_requests(int status, int seconds)
    {
        _server.Respond(Get(KubiyaTraces), Json(status).WithHeader("Retry-After", $"{seconds}"), Json(200, EmptyPage));
        await using var client = CreateClient();

        await client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);

        Assert.Equal(2, _server.Requests.Count);
        Assert.Equal(TimeSpan.FromSeconds(seconds), _time.Elapsed);
    }

    [Fact]
    public async Task A_date_until_which_to_wait_is_compared_with_the_clock_of_the_client()
    {
        var until = _time.GetUtcNow() + TimeSpan.FromSeconds(11);
        _server.Respond(Get(KubiyaTraces), Json(503)
            .WithHeader("Retry-After", until.ToString("R", System.Globalization.CultureInfo.InvariantCulture)), Json(200, EmptyPage));
        await using var client = CreateClient();

        await client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);

        Assert.Equal((2, until), (_server.Requests.Count, _time.GetUtcNow()));
    }

    [Fact]
    public async Task Each_attempt_has_the_current_token()
    {
        _server.Respond(Get(KubiyaTraces), Json(502), Json(401), Json(503), Json(200, EmptyPage));
        await using var client = CreateClient(options => options.Kubiya.TokenProvider = new TokenList("tok-1", "tok-2", "tok-3", "tok-4"));

        await client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);

        Assert.Equal(
            ["Bearer tok-1", "Bearer tok-2", "Bearer tok-3", "Bearer tok-4"], _server.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_401_is_no_reason_for_a_retry_once_the_token_was_replaced()
    {
        _server.Respond(Get(KubiyaTraces), Json(401), Json(401), Json(200, EmptyPage));
        await using var client = CreateClient(options => options.Kubiya.TokenProvider = new TokenList("tok-1", "tok-2", "tok-3"));

        await Assert.ThrowsAsync<TraceAuthenticationException>(() => client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken));

        Assert.Equal(["Bearer tok-1", "Bearer tok-2"], _server.Requests.Select(request => request.Authorization));
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_POST_is_not_repeated(int status)
    {
        _server.Respond(Post("/galtea/traces"), Json(status).WithHeader("Retry-After", "0"), Json(201, """{"id":"row"}"""));
        await using var client = CreateClient();

        var error = await Assert.ThrowsAnyAsync<TraceApiException>(() =>
            client.Galtea.CreateTraceAsync(new GalteaNewTrace { InferenceResultId = "turn", Name = "step" }, CancellationToken));

        Assert.Equal((status, true), ((int)error.StatusCode, error.IsTransient));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_row_that_a_repeated_DELETE_does_not_find_was_deleted_at_Galtea()
    {
        _server.Respond(Delete("/galtea/traces/row"), Json(503), Json(404));
        await using var client = CreateClient();

        await client.Galtea.DeleteTraceAsync("row", CancellationToken);

        Assert.Equal(["DELETE", "DELETE"], _server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task A_session_is_not_ended_twice_at_Calyptia()
    {
        _server.Respond(Delete("/calyptia/v1/pipelines/p/trace_session"), Json(503), Json(200));
        await using var client = CreateClient();

        await Assert.ThrowsAsync<TraceServerException>(() => client.Calyptia.TerminateActiveTraceSessionAsync("p", CancellationToken));

        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_list_goes_on_when_its_second_page_fails_three_times()
    {
        _server.Respond(Get(KubiyaTraces).WithParam("page", "1"), Json(200, Page(hasNext: true, "a", "b")));
        _server.Respond(Get(KubiyaTraces).WithParam("page", "2"), Json(500), Json(500), Json(500), Json(200, Page(hasNext: true, "c")));
        _server.Respond(Get(KubiyaTraces).WithParam("page", "3"), Json(200, Page(hasNext: false, "d")));
        await using var client = CreateClient();

        var ids = await client.ListTracesAsync(new TraceQuery { Sources = ["kubiya"] }, CancellationToken).Select(summary => summary.Id)
            .ToListAsync(CancellationToken);

        Assert.Equal(["a", "b", "c", "d"], ids);
        Assert.Equal(["1", "2", "2", "2", "2", "3"], Pages());
    }

    [Fact]
    public async Task A_list_whose_second_page_fails_for_good_has_yielded_the_first()
    {
        _server.Respond(Get(KubiyaTraces).WithParam("page", "1"), Json(200, Page(hasNext: true, "a", "b")));
        _server.Respond(
            Get(KubiyaTraces).WithParam("page", "2"), Json(500), Json(500), Json(500), Json(502), Json(200, Page(hasNext: false, "c")));
        await using var client = CreateClient();
        var ids = new List<string>();

        var error = await Assert.ThrowsAsync<TraceServerException>(async () =>
        {
            await foreach (var summary in client.ListTracesAsync(new TraceQuery { Sources = ["kubiya"] }, CancellationToken))
                ids.Add(summary.Id);
        });

        Assert.Equal(["a", "b"], ids);
        Assert.Equal(HttpStatusCode.BadGateway, error.StatusCode);
        Assert.Equal(["1", "2", "2", "2", "2"], Pages());
    }

    [Fact]
    public async Task An_open_circuit_sends_nothing_until_its_break_is_over()
    {
        _server.Respond(Get(KubiyaTraces), Json(500), Json(500), Json(200, EmptyPage));
        await using var client =
            CreateClient(options => (options.Kubiya.Resilience.MaxRetries, options.Kubiya.Resilience.CircuitMinimumThroughput) = (0, 2));
        Task ListAsync() => client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);

        await Assert.ThrowsAsync<TraceServerException>(ListAsync);
        await Assert.ThrowsAsync<TraceServerException>(ListAsync);
        var error = await Assert.ThrowsAsync<TraceTransportException>(ListAsync);
        Assert.True(error.IsTransient);
        Assert.Equal(2, _server.Requests.Count);

        _time.Advance(TimeSpan.FromSeconds(15));
        await ListAsync();
        Assert.Equal(3, _server.Requests.Count);
    }

    private static string Page(bool hasNext, params string[] ids)
    {
        var items = ids.Select(id => $$"""{"trace_id":"{{id}}","name":"trace {{id}}","started_at":"2026-01-15T10:00:01Z"}""");
        return $$"""{"items":[{{string.Join(',', items)}}],"has_next":{{(hasNext ? "true" : "false")}}}""";
    }

    private IEnumerable<string> Pages() =>
        _server.Requests.Select(
            request => request.Query.Split('?', '&').Single(part => part.StartsWith("page=", StringComparison.Ordinal))["page=".Length..]);

    private StandaloneTraceClient CreateClient(Action<TraceClientsOptions>? configure = null) => _server.CreateClient(
        options =>
        {
            foreach (var source in (TraceSourceOptions[])[options.Calyptia, options.Kubiya, options.Galtea])
                source.Resilience.MaxRetries = 3;
            configure?.Invoke(options);
        },
        _time);
}
