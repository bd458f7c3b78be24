using System.Net;
using TraceClient.Authentication;
using TraceClient.Testing;

namespace TraceClient.Tests.Contract;

/// <summary>What every source does, asked of the simulator over a real socket. A source of its own is one class below.</summary>
public abstract class SourceContract
{
    private readonly RetryClock _clock = new();

    private protected abstract ContractSubject Subject { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_walks_all_pages_newest_first_and_has_each_trace_once()
    {
        await using var simulator = await StartAsync(traces: 60);
        await using var client = Connect(simulator, options => Subject.SetPageSize(options, 7));

        var list = await client.ListTracesAsync(cancellationToken: Token).ToListAsync(Token);

        Subject.AssertComplete(simulator, list);
        Assert.Equal(list.Count, list.Select(summary => summary.Reference).Distinct().Count());
        Assert.Equal(list.Select(summary => summary.RecordedAt).OrderDescending(), list.Select(summary => summary.RecordedAt));
        Assert.All(list, summary => Assert.Equal(Subject.Name, summary.Source));
    }

    [Fact]
    public async Task An_empty_service_has_an_empty_list()
    {
        await using var simulator = await StartAsync(traces: 0);
        await using var client = Connect(simulator);

        Assert.Empty(await client.ListTracesAsync(cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task An_object_that_is_no_list_is_a_format_error()
    {
        await using var simulator = await StartAsync(traces: 1);
        simulator.Faults.On(Subject.Service).RespondWith(200, "{}");
        await using var client = Connect(simulator);

        var error = await Assert.ThrowsAsync<TraceFormatException>(async () => await client.ListTracesAsync(cancellationToken: Token).CountAsync(Token));

        Assert.StartsWith($"{Subject.Name}: List", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streaming_an_unknown_trace_says_which_and_what_to_do()
    {
        await using var simulator = await StartAsync(traces: 1);
        await using var client = Connect(simulator);

        var error = await Assert.ThrowsAsync<TraceNotFoundException>(
            async () => await client.StreamSpansAsync(new TraceReference(Subject.Name, Subject.UnknownId), Token).CountAsync(Token));

        Assert.Equal(Subject.Name, error.SourceName);
        Assert.NotNull(error.Operation);
        Assert.Contains(Subject.UnknownId, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_listed_trace_opens_with_the_spans_that_the_list_counts()
    {
        await using var simulator = await StartAsync(traces: 12);
        await using var client = Connect(simulator);

        await foreach (var summary in client.ListTracesAsync(cancellationToken: Token))
        {
            var trace = await client.GetTraceAsync(summary.Reference, Token);

            Assert.Equal(summary.Reference, trace.Reference);
            Assert.Equal(summary.Name, trace.Name);
            Assert.Equal(summary.Status, trace.Status);
            Assert.Equal(summary.SessionId, trace.SessionId);
            Assert.True(
                summary.SpanCount == trace.Spans.Count || trace.Warnings.Any(warning => warning.Code == TraceWarningCodes.SpanCount),
                $"{summary.SpanCount} spans listed, {trace.Spans.Count} read");
            Assert.Equal(trace.Spans.Select(span => span.Id).Order(StringComparer.Ordinal), await StreamedIdsAsync(client, trace));
        }
    }

    [Fact]
    public async Task An_unknown_id_is_null_or_a_not_found_exception()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        var unknown = new TraceReference(Subject.Name, Subject.UnknownId);

        Assert.Null(await client.FindTraceAsync(unknown, Token));
        Assert.Equal(Subject.Name, (await Assert.ThrowsAsync<TraceNotFoundException>(() => client.GetTraceAsync(unknown, Token))).SourceName);
        await Assert.ThrowsAsync<TraceNotFoundException>(async () => await client.StreamSpansAsync(unknown, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Cancelling_amid_a_list_ends_it_without_a_further_request()
    {
        await using var simulator = await StartAsync(traces: 60);
        await using var client = Connect(simulator, options => Subject.SetPageSize(options, 5));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var sent = 0;

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.ListTracesAsync(cancellationToken: stop.Token))
            {
                await stop.CancelAsync();
                sent = simulator.Requests.Count;
            }
        });

        Assert.IsNotType<TraceClientException>(cancelled, exactMatch: false);
        Assert.Equal(sent, simulator.Requests.Count);
    }

    [Fact]
    public async Task A_refused_token_is_refreshed_once_and_the_request_sent_again()
    {
        await using var simulator = await StartAsync(traces: 3);
        var stale = simulator.Tokens[Subject.Service];
        var fresh = simulator.Tokens.Rotate(Subject.Service);
        var asked = new List<bool>();
        await using var client = Connect(simulator, options => Subject.OptionsOf(options).TokenProvider = BearerTokenProvider.From((request, _) =>
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
        Assert.Equal(SourceHealthStage.Reachable, Assert.Single(await client.CheckAsync(Token)).Stage);
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
        OnList(simulator).Times(1).RespondWith(429, headers: new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = value });

        Assert.NotEmpty(await ListAsync(client));
        Assert.InRange(_clock.Waited, wait, wait + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_429_that_asks_for_too_long_a_wait_fails_at_once()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        OnList(simulator).RespondWith(429, retryAfter: TimeSpan.FromDays(1));

        var error = await Assert.ThrowsAsync<TraceRateLimitException>(() => ListAsync(client));

        Assert.Equal(TimeSpan.FromDays(1), error.RetryAfter);
        Assert.Equal(TimeSpan.Zero, _clock.Waited);
    }

    [Fact]
    public async Task A_500_then_ok_is_ok()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        var rule = OnList(simulator).Times(2).RespondWith(500, """{"message":"Something went wrong"}""");

        Assert.NotEmpty(await ListAsync(client));
        Assert.Equal(2, rule.Hits);
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_a_server_exception_after_the_retries()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        var rule = OnList(simulator).RespondWith(503);

        var error = await Assert.ThrowsAsync<TraceServerException>(() => ListAsync(client));

        Assert.True(error.IsTransient);
        Assert.Equal(4, rule.Hits);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_tried_again_then_a_transport_exception()
    {
        await using var simulator = await StartAsync(traces: 3);
        await using var client = Connect(simulator);
        var rule = OnList(simulator).ResetConnection();

        await Assert.ThrowsAsync<TraceTransportException>(() => ListAsync(client));
        Assert.Equal(4, rule.Hits);
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

    [Fact]
    public async Task Unknown_members_and_enum_values_are_kept_and_hurt_nobody()
    {
        await using var simulator = await StartAsync(traces: 10, options => Subject.OptionsOf(options).UnknownMembers = true);
        await using var client = Connect(simulator);

        var list = await ListAsync(client);
        var trace = await client.GetTraceAsync(list[0].Reference, Token);

        Assert.NotEmpty(list);
        Assert.Contains(trace.Spans.SelectMany(span => span.Attributes.Keys), key => key.EndsWith(".xNewText", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tree_that_is_1000_deep_is_read()
    {
        await using var simulator = await StartAsync(traces: 1);
        var id = Subject.AddChain(simulator, depth: 1000);
        await using var client = Connect(simulator);

        var trace = await client.GetTraceAsync(new TraceReference(Subject.Name, id), Token);

        var depth = 0;
        for (var span = Assert.Single(trace.Roots); span is not null; span = span.Children.SingleOrDefault())
            depth++;
        Assert.Equal(1000, depth);
    }

    [Fact]
    public async Task A_check_is_healthy_where_all_is_well()
    {
        await using var simulator = await StartAsync(traces: 1);
        await using var client = Connect(simulator);

        var health = Assert.Single(await client.CheckAsync(Token));

        Assert.True(health.IsHealthy, health.Error?.Message);
    }

    [Fact]
    public async Task Time_is_an_inclusive_range_over_what_the_list_is_ordered_by()
    {
        await using var simulator = await StartAsync(traces: 20);
        await using var client = Connect(simulator);
        var all = await ListAsync(client);
        var (newest, oldest) = (all[all.Count / 4].RecordedAt!.Value, all[all.Count / 2].RecordedAt!.Value);

        var some = await ListAsync(client, new TraceQuery { From = oldest.ToDateTimeOffset(), To = newest.ToDateTimeOffset().AddTicks(1) });

        Assert.Equal(
            all.Where(summary => summary.RecordedAt >= oldest && summary.RecordedAt <= newest).Select(summary => summary.Reference),
            some.Select(summary => summary.Reference));
    }

    [Fact]
    public async Task Every_filter_gives_those_of_the_whole_list_that_meet_it()
    {
        await using var simulator = await StartAsync(traces: 25);
        await using var client = Connect(simulator);
        var all = await ListAsync(client);
        var sample = all[^1];
        var type = sample.SpanTypes!.First();

        await SameAsync(new TraceQuery { Name = sample.Name }, summary => summary.Name == sample.Name);
        await SameAsync(new TraceQuery { Text = sample.Name[1..] }, summary => $"{summary.Name}\n{summary.ServiceName}".Contains(sample.Name[1..], StringComparison.OrdinalIgnoreCase));
        await SameAsync(new TraceQuery { Status = TraceStatus.Error }, summary => summary.Status == TraceStatus.Error);
        await SameAsync(new TraceQuery { Status = TraceStatus.Unset }, summary => summary.Status == TraceStatus.Unset);
        await SameAsync(new TraceQuery { ErrorsOnly = true }, summary => summary.Status == TraceStatus.Error || summary.ErrorCount > 0);
        await SameAsync(new TraceQuery { SpanType = type }, summary => summary.SpanTypes!.Contains(type));
        if (sample.SessionId is { } session)
            await SameAsync(new TraceQuery { SessionId = session }, summary => summary.SessionId == session);
        if (sample.ServiceName is { } service)
            await SameAsync(new TraceQuery { ServiceName = service }, summary => summary.ServiceName == service);
        if (sample.User is { } user)
            await SameAsync(new TraceQuery { User = user }, summary => summary.User == user);

        async Task SameAsync(TraceQuery query, Func<TraceSummary, bool> meets) => Assert.Equal(
            all.Where(meets).Select(summary => summary.Reference),
            (await ListAsync(client, query)).Select(summary => summary.Reference));
    }

    private async Task<TraceSimulator> StartAsync(int traces, Action<TraceSimulatorOptions>? configure = null) =>
        await TraceSimulator.StartAsync(
            options =>
            {
                options.TimeProvider = new SimulatorClock();
                Subject.Size(options, traces);
                configure?.Invoke(options);
            },
            Token);

    private StandaloneTraceClient Connect(TraceSimulator simulator, Action<TraceClientsOptions>? configure = null) =>
        ContractClient.Connect(simulator, Subject, _clock, configure);

    private FaultRuleBuilder OnList(TraceSimulator simulator) => simulator.Faults.On(Subject.Service, "GET", Subject.ListPath);

    private static Task<List<TraceSummary>> ListAsync(ITraceClient client, TraceQuery? query = null) =>
        client.ListTracesAsync(query, Token).ToListAsync(Token).AsTask();

    private static async Task<IEnumerable<string>> StreamedIdsAsync(ITraceClient client, Trace trace) =>
        (await client.StreamSpansAsync(trace.Reference, Token).Select(span => span.Id).Distinct().ToListAsync(Token)).Order(StringComparer.Ordinal);
}
