using System.Globalization;
using System.Net;
using TraceClient.Testing;
using TraceClient.Tests.Contract;

namespace TraceClient.Tests.Traps;

/// <summary>Each trap of Kubiya's wire page, tested on the simulator through the facade.</summary>
public sealed class KubiyaTrapTests
{
    private const string Source = SourceNames.Kubiya;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_tree_loses_orphans_and_the_client_does_not()
    {
        await using var run = await StartAsync(1);
        var id = run.Simulator.Kubiya.AddTrace();
        var root = run.Simulator.Kubiya.AddSpan(id, "root");
        var orphan = run.Simulator.Kubiya.AddSpan(id, "orphan", "00000000000000aa");
        var below = run.Simulator.Kubiya.AddSpan(id, "below", orphan);

        var trace = await run.GetAsync(Source, id);
        var tree = await run.Client.Kubiya.GetTraceAsync(id, flat: false, Token);

        Assert.Equal([root], tree.Spans!.Select(span => span!.SpanId));
        Assert.Equal(
            new[] { root, orphan, below }.Order(StringComparer.Ordinal), trace.Spans.Select(span => span.Id).Order(StringComparer.Ordinal));
        Assert.Equal(
            new[] { root, orphan }.Order(StringComparer.Ordinal), trace.Roots.Select(span => span.Id).Order(StringComparer.Ordinal));
        Assert.Contains(trace.Spans.Single(span => span.Id == orphan).Warnings, warning => warning.Code == TraceWarningCodes.MissingParent);
    }

    [Fact]
    public async Task Listing_creates_traces_itself_and_the_walk_is_complete_all_the_same()
    {
        await using var run = await StartAsync(60, options => options.ReadsCreateTraces = true, pageSize: 7);
        var there = run.Simulator.Kubiya.TraceIds.ToList();

        var list = await run.ListAsync();

        Assert.True(run.Simulator.Kubiya.TraceCount > there.Count, "no trace was made by the walk");
        Assert.Empty(there.Except(list.Select(summary => summary.Id), StringComparer.Ordinal));
        Assert.Equal(list.Count, list.Select(summary => summary.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(KubiyaDateFormat.Zulu, false)]
    [InlineData(KubiyaDateFormat.Zulu, true)]
    [InlineData(KubiyaDateFormat.Offset, false)]
    [InlineData(KubiyaDateFormat.Offset, true)]
    [InlineData(KubiyaDateFormat.WithoutZone, false)]
    [InlineData(KubiyaDateFormat.WithoutZone, true)]
    [InlineData(KubiyaDateFormat.WithSpace, false)]
    [InlineData(KubiyaDateFormat.WithSpace, true)]
    public async Task A_date_in_any_form_is_the_same_time(KubiyaDateFormat form, bool wholeSeconds)
    {
        await using var plain = await StartAsync(8, options => options.WholeSeconds = wholeSeconds);
        await using var other = await StartAsync(8, options => (options.DateFormat, options.WholeSeconds) = (form, wholeSeconds));

        var (expected, list) = (await plain.ListAsync(), await other.ListAsync());

        Assert.All(list, summary => Assert.NotNull(summary.RecordedAt));
        Assert.Equal(
            expected.Select(summary => (summary.Id, summary.RecordedAt)), list.Select(summary => (summary.Id, summary.RecordedAt)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_is_understood_with_and_without_the_other_envelope(bool envelope)
    {
        await using var run = await StartAsync(3, options => options.ErrorEnvelope = envelope);

        var missing =
            await Assert.ThrowsAsync<TraceNotFoundException>(() => run.Client.Kubiya.GetTraceAsync(new string('0', 32), flat: true, Token));
        var refused = await Assert.ThrowsAsync<TraceValidationException>(
            () => run.Client.Kubiya.ListTracesAsync(pageSize: 101, cancellationToken: Token));
        var status = await Assert.ThrowsAsync<TraceValidationException>(
            () => run.Client.Kubiya.ListTracesAsync(status: "fine", cancellationToken: Token));
        run.Simulator.Tokens.Rotate(SimulatedService.Kubiya);
        var stale = await Assert.ThrowsAsync<TraceAuthenticationException>(() => run.Client.Kubiya.GetStatsAsync(cancellationToken: Token));

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, status.StatusCode);
        Assert.All(new TraceApiException[] { missing, refused, status, stale },
            error => Assert.DoesNotContain("no explanation", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_422_names_the_field()
    {
        await using var run = await StartAsync(1);

        var error = await Assert.ThrowsAsync<TraceValidationException>(
            () => run.Client.Kubiya.ListTracesAsync(pageSize: 101, cancellationToken: Token));

        Assert.Equal("query.page_size", Assert.Single(error.Errors).Key);
    }

    [Fact]
    public async Task No_request_ends_in_a_slash_and_none_is_redirected()
    {
        await using var run = await StartAsync(5);

        foreach (var trace in await run.ReadAsync())
            await run.Client.StreamSpansAsync(trace.Reference, Token).ToListAsync(Token);
        await run.Client.CheckHealthAsync(Token);
        await run.Client.Kubiya.GetStatsAsync(cancellationToken: Token);
        await run.Client.Kubiya.GetStorageStatsAsync(Token);

        Assert.NotEmpty(run.Simulator.Requests);
        Assert.All(run.Simulator.Requests, request => Assert.False(request.Path.EndsWith('/'), request.Path));
        Assert.All(run.Simulator.Requests, request => Assert.Equal(200, request.StatusCode));
    }

    [Fact]
    public async Task The_trace_of_a_request_is_its_request_id()
    {
        await using var run = await StartAsync(1);

        var error = await Assert.ThrowsAsync<TraceNotFoundException>(
            () => run.Client.Kubiya.GetTraceAsync(new string('0', 32), flat: true, Token));

        Assert.Matches("^[0-9a-f]{32}$", error.RequestId);
    }

    [Fact]
    public async Task A_trace_of_status_success_can_have_failed_spans_and_is_found_by_them()
    {
        await using var run = await StartAsync(0);
        var id = run.Simulator.Kubiya.AddTraceJson("""{"status":"success","error_count":2,"span_count":3}""");

        var summary = Assert.Single(await run.ListAsync(new TraceQuery { ErrorsOnly = true }));

        Assert.Equal((id, TraceStatus.Ok, 2), (summary.Id, summary.Status, summary.ErrorCount));
    }

    [Fact]
    public async Task A_trace_of_status_error_whose_spans_all_went_well_is_one_with_errors()
    {
        await using var run = await StartAsync(0);
        var failed = run.Simulator.Kubiya.AddTraceJson("""{"status":"error","error_count":0,"span_count":3}""");
        run.Simulator.Kubiya.AddTraceJson("""{"status":"success","error_count":0,"span_count":3}""");

        Assert.Equal(failed, Assert.Single(await run.ListAsync(new TraceQuery { ErrorsOnly = true })).Id);
        Assert.Equal(failed, Assert.Single(await run.ListAsync(new TraceQuery { ErrorsOnly = true, Status = TraceStatus.Error })).Id);
    }

    [Fact]
    public async Task A_count_of_spans_that_differs_is_a_warning()
    {
        await using var run = await StartAsync(0);
        var id = run.Simulator.Kubiya.AddTraceJson("""{"span_count":9,"spans":[{"span_id":"00f067aa0ba902b7","name":"a"}]}""");

        var trace = await run.GetAsync(Source, id);

        Assert.Single(trace.Spans);
        Assert.Contains(trace.Warnings, warning => warning.Code == TraceWarningCodes.SpanCount);
    }

    [Fact]
    public async Task Times_come_from_the_spans_to_the_nanosecond_and_not_from_the_database()
    {
        await using var run = await StartAsync(0);
        var id = run.Simulator.Kubiya.AddTraceJson("""
            {"started_at":"2026-11-22T11:00:05Z","spans":[{"span_id":"00f067aa0ba902b7","start_time_unix_nano":1795345199123456789,"end_time_unix_nano":1795345199123456999}]}
            """);

        var trace = await run.GetAsync(Source, id);

        Assert.Equal(1795345199123456789, trace.StartTime!.Value.UnixNanoseconds);
        Assert.Equal(1795345199123456999, trace.EndTime!.Value.UnixNanoseconds);
        Assert.Equal("2026-11-22T11:00:05Z", trace.Attributes.GetString("kubiya.started_at"));
    }

    [Fact]
    public async Task A_parent_that_comes_late_takes_its_child_in()
    {
        await using var run = await StartAsync(0);
        var id = run.Simulator.Kubiya.AddTraceJson("""{"status":"running"}""");
        var child = run.Simulator.Kubiya.AddSpan(id, "child", "00000000000000aa");
        var updates = new List<TraceUpdate>();

        await foreach (var update in run.Client.FollowAsync(new TraceReference(Source, id), cancellationToken: Token))
        {
            updates.Add(update);
            if (updates.Count == 1)
                run.Simulator.Kubiya.AddSpanJson(id, """{"span_id":"00000000000000aa","name":"parent"}""");
            else
                run.Simulator.Kubiya.UpdateTraceJson(id, """{"status":"success"}""");
        }

        Assert.Equal(child, Assert.Single(updates[0].Trace.Roots).Id);
        Assert.Equal("00000000000000aa", Assert.Single(updates[1].AddedSpans).Id);
        Assert.Equal(child, Assert.Single(Assert.Single(updates[^1].Trace.Roots).Children).Id);
        Assert.True(updates[^1].Trace.IsComplete);
    }

    [Fact]
    public async Task A_wildcard_in_a_text_is_no_wildcard()
    {
        await using var run = await StartAsync(0);
        run.Simulator.Kubiya.AddTrace("load 100% done");
        run.Simulator.Kubiya.AddTrace("load 100 of 100 done");

        Assert.Equal("load 100% done", Assert.Single(await run.ListAsync(new TraceQuery { SearchText = "100% d" })).Name);
        Assert.Empty(await run.ListAsync(new TraceQuery { SearchText = "load_100" }));
    }

    [Fact]
    public async Task A_time_with_an_offset_is_sent_so_that_its_plus_survives()
    {
        await using var run = await StartAsync(20);
        var all = await run.ListAsync();
        var from = all[10].RecordedAt!.Value.ToDateTimeOffset().ToOffset(TimeSpan.FromHours(2));

        var some = await run.ListAsync(new TraceQuery { From = from });

        Assert.Equal(all.Take(11).Select(summary => summary.Id), some.Select(summary => summary.Id));
        Assert.All(run.Simulator.Requests.SelectMany(request => request.QueryValues("time_from")), text => Assert.True(
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _), text));
    }

    [Fact]
    public async Task A_token_can_be_sent_as_a_user_key()
    {
        await using var run = await StartAsync(2, scheme: KubiyaTokenScheme.UserKey);

        Assert.NotEmpty(await run.ListAsync());
        Assert.All(run.Simulator.Requests,
            request => Assert.StartsWith("UserKey ", request.Header("Authorization"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_rate_limit_of_the_service_is_waited_out()
    {
        await using var run = await StartAsync(40, options => options.RequestsPerMinute = 3, pageSize: 20);
        run.Simulator.Faults.On(SimulatedService.Kubiya, "GET", "/api/v1/traces").OnCall(2)
            .RespondWith(429, retryAfter: TimeSpan.FromSeconds(30));

        Assert.Equal(40, (await run.ListAsync()).Count);
        Assert.Single(run.Simulator.Requests, request => request.StatusCode == 429);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_gateway_s_page_is_a_server_exception(int status)
    {
        await using var run = await StartAsync(2);
        run.Simulator.Faults.On(SimulatedService.Kubiya).RespondWithHtml(status);

        var error = await Assert.ThrowsAsync<TraceServerException>(() => run.ListAsync());

        Assert.True(error.IsTransient);
        Assert.Contains("gateway", error.Message, StringComparison.Ordinal);
    }

    private static Task<TrapRun> StartAsync(
        int traces, Action<KubiyaSimulatorOptions>? simulate = null, int pageSize = 50,
        KubiyaTokenScheme scheme = KubiyaTokenScheme.Bearer) => TrapRun.StartAsync(
            new KubiyaSubject(),
            traces,
            options => simulate?.Invoke(options.Kubiya),
            options => (options.Kubiya.PageSize, options.Kubiya.TokenScheme) = (pageSize, scheme));
}
