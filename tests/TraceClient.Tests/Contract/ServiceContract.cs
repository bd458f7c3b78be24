using System.Net;
using TraceClient.Authentication;
using TraceClient.Testing;

namespace TraceClient.Tests.Contract;

/// <summary>What every source of a service does, tested on the simulator
/// over a real socket. A source of its own is one class below.</summary>
public abstract class ServiceContract : SourceContract
{
    private readonly AutoAdvancingTimeProvider _clock = new();

    [Fact]
    public async Task An_object_that_is_no_list_is_a_format_error()
    {
        await using var simulator = await StartAsync(traces: 1);
        simulator.Faults.On(Subject.Service).RespondWith(200, "{}");
        await using var client = Connect(simulator);

        var error = await Assert.ThrowsAsync<TraceFormatException>(
            async () => await client.ListTracesAsync(cancellationToken: Token).CountAsync(Token));

        Assert.StartsWith($"{Subject.Name}: List", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_refreshed_once_and_the_request_sent_again()
    {
        await using var simulator = await StartAsync(traces: 3);
        var stale = simulator.Tokens[Subject.Service];
        var fresh = simulator.Tokens.Rotate(Subject.Service);
        var asked = new List<bool>();
        await using var client =
            Connect(simulator, options => Subject.OptionsOf(options).TokenProvider = BearerTokenProvider.From((request, _) =>
        {
            asked.Add(request.ForceRefresh);
            return ValueTask.FromResult(new BearerToken(asked.Contains(item: true) ? fresh : stale));
        }));

        Assert.NotEmpty(await client.ListTracesAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.Single(asked, forced => forced);
        Assert.Single(simulator.Requests, request => request.StatusCode == 401);
    }

    [Fact]
    public async Task A_wrong_token_is_an_authentication_exception_that_does_not_show_it()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator, options => Subject.OptionsOf(options).Token = "wrong-token-4711");

        var error = await Assert.ThrowsAsync<TraceAuthenticationException>(() => ListAsync(client));

        Assert.Equal(Subject.Name, error.SourceName);
        Assert.Equal(HttpStatusCode.Unauthorized, error.StatusCode);
        Assert.DoesNotContain("4711", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(SourceHealthStage.Reachable, Assert.Single(await client.CheckHealthAsync(Token)).Stage);
    }

    [Theory]
    [InlineData("seconds")]
    [InlineData("date")]
    public async Task A_429_is_waited_out_as_long_as_retry_after_says(string form)
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        var wait = TimeSpan.FromSeconds(42);
        var value = form == "seconds" ? "42" : (_clock.GetUtcNow() + wait).ToString("R");
        OnList(simulator).Times(1)
            .RespondWith(429, headers: new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = value });

        Assert.NotEmpty(await ListAsync(client));
        Assert.InRange(_clock.Elapsed, wait, wait + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_429_that_asks_for_too_long_a_wait_fails_at_once()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        OnList(simulator).RespondWith(429, retryAfter: TimeSpan.FromDays(1));

        var error = await Assert.ThrowsAsync<TraceRateLimitException>(() => ListAsync(client));

        Assert.Equal(TimeSpan.FromDays(1), error.RetryAfter);
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
    }

    [Fact]
    public async Task A_500_then_ok_is_ok()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        var rule = OnList(simulator).Times(2).RespondWith(500, """{"message":"Something went wrong"}""");

        Assert.NotEmpty(await ListAsync(client));
        Assert.Equal(2, rule.AppliedCount);
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_a_server_exception_after_the_retries()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        var rule = OnList(simulator).RespondWith(503);

        var error = await Assert.ThrowsAsync<TraceServerException>(() => ListAsync(client));

        Assert.True(error.IsTransient);
        Assert.Equal(4, rule.AppliedCount);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_tried_again_then_a_transport_exception()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        var rule = OnList(simulator).ResetConnection();

        await Assert.ThrowsAsync<TraceTransportException>(() => ListAsync(client));
        Assert.Equal(4, rule.AppliedCount);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_a_transport_exception()
    {
        await using var simulator = await StartAsync(traces: 30);
        await using var client = Connect(simulator);
        OnList(simulator).CutBodyAt(200);

        await Assert.ThrowsAsync<TraceTransportException>(() => ListAsync(client));
    }

    [Fact]
    public async Task Html_in_the_place_of_json_is_named_as_such()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        OnList(simulator).RespondWithHtml();

        var error = await Assert.ThrowsAsync<TraceFormatException>(() => ListAsync(client));

        Assert.True(error.Message.Contains("HTML", StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public async Task Json_under_a_wrong_content_type_is_read_all_the_same()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        OnList(simulator).ContentType("text/plain");

        Assert.NotEmpty(await ListAsync(client));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[[[[")]
    [InlineData("\"text\"")]
    [InlineData("[1,2,3]")]
    [InlineData("[null]")]
    [InlineData("null")]
    [InlineData("{\"items\":[null],\"data\":[7]}")]
    public async Task An_answer_of_another_shape_ends_in_a_typed_exception_or_an_empty_list(string body)
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        OnList(simulator).RespondWith(200, body);

        try
        {
            Assert.Empty(await ListAsync(client));
        }
        catch (TraceClientException error)
        {
            Assert.Equal(Subject.Name, error.SourceName);
        }
    }

    [Fact]
    public async Task Invalid_json_is_a_format_exception_with_its_place()
    {
        await using var simulator = await StartAsync(traces: 30);
        await using var client = Connect(simulator);
        OnList(simulator).InvalidJson(at: 1);

        var error = await Assert.ThrowsAsync<TraceFormatException>(() => ListAsync(client));

        Assert.NotNull(error.JsonPath);
        Assert.Equal(1, error.ByteOffset);
    }

    [Fact]
    public async Task An_endless_body_ends_at_the_limit()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator, options =>
            Subject.OptionsOf(options).Limits = new LimitOptions { MaxBodyBytes = 1 << 20, MaxElementBytes = 1 << 20 });
        OnList(simulator).EndlessBody();

        await Assert.ThrowsAsync<TraceFormatException>(() => ListAsync(client));
    }

    [Fact]
    public async Task Rows_that_shift_between_pages_come_once()
    {
        await using var simulator = await StartAsync(traces: 40);
        await using var client = Connect(simulator, options => Subject.SetPageSize(options, 8));
        OnList(simulator).FromCall(2).ShiftPage();

        var list = await ListAsync(client);

        Assert.Equal(list.Count, list.Select(summary => summary.Reference).Distinct().Count());
        Subject.AssertComplete(simulator, list);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_that_come_again_never_make_a_list_endless_or_silently_short(bool isCursor)
    {
        await using var simulator = await StartAsync(traces: 40);
        await using var client = Connect(simulator, options => Subject.SetPageSize(options, 8));
        var onList = OnList(simulator).FromCall(2);
        _ = isCursor ? onList.RepeatCursor() : onList.RepeatPage();

        try
        {
            Subject.AssertComplete(simulator, await ListAsync(client));
        }
        catch (TraceFormatException error)
        {
            Assert.Equal(Subject.Name, error.SourceName);
        }

        Assert.InRange(simulator.Requests.Count, 2, 200);
    }

    private protected override Task<StandaloneTraceClient> ConnectAsync(
        TraceSimulator simulator, Action<TraceClientsOptions>? configure = null) =>
        Task.FromResult(Connect(simulator, configure));

    private StandaloneTraceClient Connect(TraceSimulator simulator, Action<TraceClientsOptions>? configure = null) =>
        ContractClient.Connect(simulator, Subject, _clock, configure);

    private FaultRuleBuilder OnList(TraceSimulator simulator) => simulator.Faults.On(Subject.Service, "GET", Subject.ListPath);
}
