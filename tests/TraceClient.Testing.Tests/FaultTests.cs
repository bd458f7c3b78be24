using System.Text.Json;

namespace TraceClient.Testing.Tests;

public sealed class FaultTests : IAsyncLifetime
{
    private const string Traces = "/api/v1/traces";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
    private TraceSimulator _simulator = null!;
    private ServiceHttpClient _kubiya = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await TraceSimulator.StartAsync(options => options.TimeProvider = _time, TestContext.Current.CancellationToken);
        _kubiya = new ServiceHttpClient(_simulator, SimulatedService.Kubiya);
    }

    public async ValueTask DisposeAsync()
    {
        _kubiya.Dispose();
        await _simulator.DisposeAsync();
    }

    private FaultRuleBuilder OnTraces => _simulator.Faults.On(SimulatedService.Kubiya, "GET", Traces);

    [Fact]
    public async Task A_status_is_sent_a_number_of_times_in_the_format_of_the_service()
    {
        var rule = OnTraces.Times(2).RespondWith(503, retryAfter: TimeSpan.FromSeconds(1.5));

        var responses = new[] { await _kubiya.GetAsync(Traces), await _kubiya.GetAsync(Traces), await _kubiya.GetAsync(Traces) };

        Assert.Equal([503, 503, 200], responses.Select(response => response.Status));
        Assert.Equal(TimeSpan.FromSeconds(2), responses[0].Headers.RetryAfter!.Delta);
        Assert.Equal("simulated fault", responses[0].Json.Text("detail"));
        Assert.Equal((3, 2), (rule.MatchCount, rule.AppliedCount));
    }

    [Fact]
    public async Task Unused_rules_are_reported_once_when_the_simulator_is_disposed()
    {
        var messages = new List<string>();
        await using (var simulator =
            await TraceSimulator.StartAsync(options => options.OnUnusedFaults = messages.Add, TestContext.Current.CancellationToken))
        {
            simulator.Faults.On(SimulatedService.Kubiya, "GET", Traces).Times(1).RespondWith(503);
            simulator.Faults.On(SimulatedService.Kubiya, "GET", Traces).OnCall(3).ResetConnection();
            simulator.Faults.On(SimulatedService.Kubiya, path: Traces).WithProbability(0).RespondWith(500);
            simulator.Faults.On(SimulatedService.Galtea, path: "/trace").WithProbability(0.5).CutBodyAt(1);
            using (simulator.Faults.On(SimulatedService.Calyptia).Delay(TimeSpan.FromSeconds(1)))
            using (var kubiya = new ServiceHttpClient(simulator, SimulatedService.Kubiya))
                await kubiya.GetAsync(Traces);
            await simulator.DisposeAsync();
        }

        string[] expected =
        [
            "  Kubiya GET /api/v1/traces → ResetConnection: matched 1 requests, applied to 0",
            "  Galtea any method /trace → CutBodyAt: matched 0 requests, applied to 0",
            "  Calyptia any method any path → Delay: matched 0 requests, applied to 0",
        ];
        Assert.Equal(expected, Assert.Single(messages).Split(Environment.NewLine).Skip(1));
    }

    [Fact]
    public async Task Unused_rules_can_fail_a_test()
    {
        var simulator = await TraceSimulator.StartAsync(options => options.OnUnusedFaults = message =>
            throw new InvalidOperationException(message), TestContext.Current.CancellationToken);
        simulator.Faults.On().RespondWith(503);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => simulator.DisposeAsync().AsTask());

        Assert.Contains("any service any method any path → RespondWith", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => new HttpClient().GetAsync(simulator.KubiyaAddress, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_unused_rules_nothing_is_reported()
    {
        await using var simulator =
            await TraceSimulator.StartAsync(options => options.OnUnusedFaults = Assert.Fail, TestContext.Current.CancellationToken);
        simulator.Faults.On(SimulatedService.Kubiya).RespondWith(503);
        using var kubiya = new ServiceHttpClient(simulator, SimulatedService.Kubiya);

        await kubiya.GetAsync(Traces);

        Assert.Empty(simulator.Faults.Unused);
    }

    [Fact]
    public void Unused_rules_are_written_to_standard_error_by_default()
    {
        var before = Console.Error;
        using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            new TraceSimulatorOptions().OnUnusedFaults("a message of this test");
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Contains("a message of this test", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_content_type_and_headers_can_be_set()
    {
        OnTraces.RespondWith(
            502, "<html>", "text/html", headers: new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Request-ID"] = "r1" });

        var response = await _kubiya.GetAsync(Traces);

        Assert.Equal((502, "<html>", "text/html", "r1"),
            (response.Status, response.Text, response.ContentHeaders.ContentType!.MediaType,
                response.Headers.GetValues("X-Request-ID").Single()));
    }

    [Fact]
    public async Task A_rule_applies_to_one_request_from_one_on_or_under_a_condition()
    {
        OnTraces.OnCall(2).RespondWith(500);
        OnTraces.FromCall(4).RespondWith(501);
        OnTraces.When(request => request.QueryValues("page").Contains("7", StringComparer.Ordinal)).RespondWith(502);

        var statuses = new List<int>();
        foreach (var path in new[] { Traces, Traces, Traces + "?page=7", Traces })
            statuses.Add((await _kubiya.GetAsync(path)).Status);

        Assert.Equal([200, 500, 502, 501], statuses);
    }

    [Fact]
    public async Task Probability_is_fixed_by_its_seed()
    {
        var first = await StatusesAsync(1);
        var same = await StatusesAsync(1);
        var other = await StatusesAsync(2);

        Assert.Equal(first, same);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count(status => status == 500), 5, 35);

        async Task<List<int>> StatusesAsync(int seed)
        {
            using var rule = OnTraces.WithProbability(0.5, seed).RespondWith(500);
            var statuses = new List<int>();
            for (var call = 0; call < 40; call++)
                statuses.Add((await _kubiya.GetAsync(Traces + "?page_size=1")).Status);
            return statuses;
        }
    }

    [Theory]
    [InlineData("/api/v1/traces/*", 500)]
    [InlineData("/api/**", 500)]
    [InlineData("/api/*", 200)]
    [InlineData("/api/v1/*/stats", 500)]
    public async Task Paths_match_by_glob(string glob, int status)
    {
        _simulator.Faults.On(path: glob).RespondWith(500);

        Assert.Equal(status, (await _kubiya.GetAsync(Traces + "/stats")).Status);
    }

    [Fact]
    public async Task Rules_can_be_removed()
    {
        var rule = OnTraces.RespondWith(500);
        OnTraces.RespondWith(501);
        Assert.Equal(500, (await _kubiya.GetAsync(Traces)).Status);

        rule.Dispose();
        Assert.Equal(501, (await _kubiya.GetAsync(Traces)).Status);
        _simulator.Faults.Clear();

        Assert.Equal(200, (await _kubiya.GetAsync(Traces)).Status);
        Assert.Empty(_simulator.Faults.Rules);
    }

    [Fact]
    public async Task A_delay_waits_by_the_simulator_s_clock()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnTraces.When(_ => reached.TrySetResult()).Delay(TimeSpan.FromMinutes(5));

        var call = _kubiya.GetAsync(Traces);
        await reached.Task;
        Assert.False(call.IsCompleted);
        while (!call.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            await Task.Yield();
        }

        Assert.Equal(200, (await call).Status);
    }

    [Fact]
    public async Task A_reset_connection_has_no_response()
    {
        OnTraces.Times(1).ResetConnection();

        await Assert.ThrowsAsync<HttpRequestException>(() => _kubiya.GetAsync(Traces));

        Assert.Null(_simulator.Requests.Single().StatusCode);
        Assert.Equal(200, (await _kubiya.GetAsync(Traces)).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public async Task A_body_is_truncated_at_the_byte(int bytes)
    {
        var whole = await _kubiya.GetAsync(Traces);
        OnTraces.CutBodyAt(bytes);

        using var response = await _kubiya.OpenAsync(Traces);
        using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var received = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(received, TestContext.Current.CancellationToken));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(whole.Bytes[..bytes], received.ToArray());
    }

    [Fact]
    public async Task A_trickled_body_is_whole_in_the_end()
    {
        var whole = await _kubiya.GetAsync(Traces);
        OnTraces.Trickle(7, TimeSpan.Zero);

        Assert.Equal(whole.Bytes, (await _kubiya.GetAsync(Traces)).Bytes);
    }

    [Fact]
    public async Task A_trickle_pauses_between_its_pieces()
    {
        OnTraces.Trickle(10, TimeSpan.FromSeconds(1));
        using var response = await _kubiya.OpenAsync(Traces);
        using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var piece = new byte[64];

        var first = await stream.ReadAtLeastAsync(piece, 10, cancellationToken: TestContext.Current.CancellationToken);
        var next = stream.ReadAsync(piece, TestContext.Current.CancellationToken).AsTask();
        Assert.False(next.IsCompleted);
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(10, first);
        Assert.True(await next > 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(1_000_000)]
    public async Task Json_can_be_invalid(long at)
    {
        OnTraces.InvalidJson(at);

        var response = await _kubiya.GetAsync(Traces);

        Assert.Equal(200, response.Status);
        Assert.ThrowsAny<JsonException>(() => response.Json);
        Assert.Equal(Math.Min(at, response.Bytes.Length - 1), response.Text.IndexOf('~', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_can_be_invalid_utf8_in_valid_json()
    {
        OnTraces.InvalidUtf8();

        var response = await _kubiya.GetAsync(Traces);

        Assert.Throws<InvalidOperationException>(() => response.Json.GetProperty("items")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_content_type_can_be_wrong_and_the_body_right()
    {
        OnTraces.ContentType("text/plain");

        var response = await _kubiya.GetAsync(Traces);

        Assert.Equal("text/plain", response.ContentHeaders.ContentType!.MediaType);
        Assert.Equal(25, response.Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_page_of_html_has_the_status_200()
    {
        OnTraces.RespondWithHtml();

        var response = await _kubiya.GetAsync(Traces);

        Assert.Equal((200, "text/html"), (response.Status, response.ContentHeaders.ContentType!.MediaType));
    }

    [Theory]
    [InlineData(EndlessBodyKind.Text)]
    [InlineData(EndlessBodyKind.WhiteSpace)]
    [InlineData(EndlessBodyKind.Elements)]
    [InlineData(EndlessBodyKind.Depth)]
    public async Task An_endless_body_ends_when_the_client_disconnects(EndlessBodyKind kind)
    {
        OnTraces.EndlessBody(kind);
        using (var response = await _kubiya.OpenAsync(Traces))
        {
            using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await stream.ReadExactlyAsync(new byte[2_000_000], TestContext.Current.CancellationToken);
        }

        _simulator.Faults.Clear();
        Assert.Equal(200, (await _kubiya.GetAsync(Traces)).Status);
    }

    [Fact]
    public async Task The_previous_page_can_be_repeated()
    {
        OnTraces.OnCall(2).RepeatPage();

        var first = await _kubiya.GetAsync(Traces + "?page=1&page_size=5");
        var second = await _kubiya.GetAsync(Traces + "?page=2&page_size=5");

        Assert.Equal(first.Text, second.Text);
        Assert.Equal("page=2&page_size=5", _simulator.Requests.Last().RawQuery);
    }

    [Fact]
    public async Task A_shifted_page_repeats_rows_of_the_one_before()
    {
        using var galtea = new ServiceHttpClient(_simulator, SimulatedService.Galtea);
        using var calyptia = new ServiceHttpClient(_simulator, SimulatedService.Calyptia);
        var session = _simulator.Calyptia.SessionIds.First();
        _simulator.Faults.On().FromCall(4).ShiftPage();
        var first = (await _kubiya.JsonAsync(Traces + "?page=1&page_size=5")).GetProperty("items").Texts("trace_id");
        var rows = (await galtea.JsonAsync("/traces?limit=5")).Texts("id");
        var records = await calyptia.GetAsync($"/v1/trace_sessions/{session}/records?last=5");

        var second = (await _kubiya.JsonAsync(Traces + "?page=2&page_size=5")).GetProperty("items").Texts("trace_id");
        var nextRows = (await galtea.JsonAsync("/traces?limit=5&offset=5")).Texts("id");
        var nextRecords = (await calyptia.JsonAsync(records.Link![1..records.Link!.IndexOf('>', StringComparison.Ordinal)])).Texts("id");

        Assert.Equal((first[^1], rows[^1], records.Json.Texts("id")[^1]), (second[0], nextRows[0], nextRecords[0]));
    }

    [Fact]
    public async Task A_cursor_can_repeat()
    {
        using var calyptia = new ServiceHttpClient(_simulator, SimulatedService.Calyptia);
        var session = _simulator.Calyptia.SessionIds.First();
        _simulator.Faults.On(SimulatedService.Calyptia, path: "/v1/trace_sessions/*/records").RepeatCursor();

        var first = await calyptia.GetAsync($"/v1/trace_sessions/{session}/records?last=2");
        var second = await calyptia.GetAsync($"{first.Link![1..first.Link!.IndexOf('>', StringComparison.Ordinal)]}&last=2");

        Assert.Equal(first.Link, second.Link);
        Assert.NotEqual(first.Text, second.Text);
    }
}
