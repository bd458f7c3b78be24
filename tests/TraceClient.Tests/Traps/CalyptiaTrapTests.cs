using System.Globalization;
using System.Text.Json;
using TraceClient.Calyptia;
using TraceClient.Testing;
using TraceClient.Tests.Contract;

namespace TraceClient.Tests.Traps;

/// <summary>Each trap of Calyptia's wire page, tested on the simulator through the facade.</summary>
public sealed class CalyptiaTrapTests
{
    private const string Source = SourceNames.Calyptia;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CalyptiaTimeFormat.UnixSeconds)]
    [InlineData(CalyptiaTimeFormat.UnixSecondsWithFraction)]
    public async Task Times_mean_the_same_in_all_forms(CalyptiaTimeFormat form)
    {
        await using var text = await StartAsync(8);
        await using var number = await StartAsync(8, options => options.TimeFormat = form);

        Assert.Equal(await TimesAsync(text), await TimesAsync(number));

        static async Task<List<string>> TimesAsync(TrapRun run) =>
            [.. (await run.ReadAsync()).SelectMany(trace => trace.Spans).Select(span => $"{span.Id} {span.StartTime} {span.EndTime}")];
    }

    [Fact]
    public async Task A_record_that_is_text_of_an_object_is_that_object()
    {
        await using var objects = await StartAsync(4);
        await using var texts = await StartAsync(4, options => options.RecordsAsText = true);

        var bodies = await BodiesAsync(texts);

        Assert.NotEmpty(bodies);
        Assert.Equal(await BodiesAsync(objects), bodies);

        static async Task<List<string>> BodiesAsync(TrapRun run) =>
            [.. (await run.ReadAsync()).SelectMany(trace => trace.Spans).SelectMany(span => span.Records)
                .Select(record => JsonSerializer.Serialize(record.Body.ToElement()))];
    }

    [Fact]
    public async Task A_session_whose_own_id_is_damaged_is_read_by_the_requested_one()
    {
        await using var run = await StartAsync(8);
        var reference = (await run.ListAsync())[0].Reference;
        var rule = run.Simulator.Faults.On(SimulatedService.Calyptia, "GET", "/v1/trace_sessions/*").InvalidUtf8();

        var trace = await run.Client.GetTraceAsync(reference, Token);

        Assert.Equal(1, rule.AppliedCount);
        Assert.Equal(reference, trace.Reference);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public async Task An_id_that_is_no_segment_of_a_path_costs_what_has_that_id_and_nothing_else(string id)
    {
        await using var run = await StartAsync(8);
        var all = (await run.ListAsync()).Select(summary => summary.Reference).ToList();
        var body = JsonSerializer.Serialize(new[] { new { id, pipelineID = id, lifespan = "5m0s", createdAt = "2026-11-22T11:58:00Z" } });
        var rule = run.Simulator.Faults.On(SimulatedService.Calyptia, "GET", "/v1/pipelines/*/trace_sessions")
            .Times(1).RespondWith(200, body);
        var named = run.Simulator.Faults.On(SimulatedService.Calyptia, "GET", "/v1/trace_sessions/*").RespondWith(200, body.Trim('[', ']'));

        var left = (await run.ListAsync()).Select(summary => summary.Reference).ToList();
        var trace = await run.Client.GetTraceAsync(all[0], Token);

        Assert.Equal((1, 1), (rule.AppliedCount, named.AppliedCount));
        Assert.NotEmpty(left);
        Assert.Empty(left.Except(all));
        Assert.Equal(all[0], trace.Reference);
    }

    [Theory]
    [InlineData("/v1/projects/*/pipelines")]
    [InlineData("/v1/pipelines/*/trace_sessions")]
    public async Task A_damaged_id_in_a_list_costs_what_has_that_id_and_nothing_else(string path)
    {
        await using var run = await StartAsync(8);
        var all = (await run.ListAsync()).Select(summary => summary.Reference).ToList();
        var rule = run.Simulator.Faults.On(SimulatedService.Calyptia, "GET", path).Times(1).InvalidUtf8();

        var left = (await run.ListAsync()).Select(summary => summary.Reference).ToList();

        Assert.Equal(1, rule.AppliedCount);
        Assert.NotEmpty(left);
        Assert.True(left.Count < all.Count, "the damaged element was listed");
        Assert.Empty(left.Except(all));
    }

    [Fact]
    public async Task The_cursor_of_a_link_is_sent_with_last_again()
    {
        await using var run = await StartAsync(12, configure: options => options.PageSize = 5);

        await run.ListAsync();

        var next = run.Simulator.Requests.Where(request => request.QueryValues("before").Count > 0).ToList();
        Assert.NotEmpty(next);
        Assert.All(next, request => Assert.Equal("5", Assert.Single(request.QueryValues("last"))));
    }

    [Fact]
    public async Task Two_inputs_that_count_alike_are_two_traces()
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        foreach (var input in new[] { "dummy.0", "dummy.1" })
        {
            Append(run, session, 1, input, 1);
            Append(run, session, 3, input, 1);
        }

        var traces = await run.ReadAsync();

        Assert.Equal(2, traces.Count);
        Assert.Equal(["dummy.0", "dummy.1"], traces.Select(trace => trace.Spans[0].Name).Order(StringComparer.Ordinal));
        Assert.Equal(2, traces.Select(trace => trace.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_restarted_process_counts_from_0_again_and_makes_another_trace()
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        for (var process = 0; process < 2; process++)
        {
            Append(run, session, 1, "dummy.0", 3, at: process * 600);
            Append(run, session, 3, "dummy.0", 3, at: process * 600);
        }

        var traces = await run.ReadAsync();

        Assert.Equal(2, traces.Count);
        Assert.All(traces, trace => Assert.Equal(["Input", "PreOutput"], trace.Spans.Select(span => span.Type.Value)));
        Assert.Contains(
            (await run.GetAsync(Source, $"{session}/trace.0")).Warnings, warning => warning.Code == TraceWarningCodes.AmbiguousId);
    }

    [Fact]
    public async Task A_filter_that_drops_everything_ends_the_trace_without_an_invented_step()
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        Append(run, session, 1, "dummy.0", 2);
        Append(run, session, 2, "grep.0", 0);

        var trace = Assert.Single(await run.ReadAsync());

        Assert.Equal(["Input", "Filter"], trace.Spans.Select(span => span.Type.Value));
        Assert.Empty(trace.Spans[1].Records);
        Assert.Equal(trace.Spans[0].Id, trace.Spans[1].ParentId);
    }

    [Fact]
    public async Task A_retry_then_an_ok_is_an_ok_trace()
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        Append(run, session, 1, "dummy.0", 1);
        Append(run, session, 3, "dummy.0", 1);
        Append(run, session, 4, "http.0", 0, code: 2);
        Append(run, session, 4, "http.0", 0, code: 1);

        var trace = Assert.Single(await run.ReadAsync());

        Assert.Equal(TraceStatus.Ok, trace.Status);
        var outputs = trace.Spans.Where(span => span.Type == SpanType.Output).ToList();
        Assert.Equal([SpanStatus.Unset, SpanStatus.Ok], outputs.Select(span => span.Status));
        Assert.All(outputs, output => Assert.Equal(SpanType.PreOutput, trace.Spans.Single(span => span.Id == output.ParentId).Type));
    }

    [Fact]
    public async Task A_retry_that_nothing_follows_is_a_warning()
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        Append(run, session, 3, "dummy.0", 1);
        Append(run, session, 4, "http.0", 0, code: 2);

        var trace = Assert.Single(await run.ReadAsync());

        Assert.Equal(SpanStatus.Unset, trace.Spans[^1].Status);
        Assert.Contains(trace.Spans[^1].Warnings, warning => warning.Code == TraceWarningCodes.Retry);
    }

    [Fact]
    public async Task A_code_of_0_is_no_error_and_no_success()
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        Append(run, session, 1, "dummy.0", 1);
        Append(run, session, 4, "http.0", 0, code: 0);

        var trace = Assert.Single(await run.ReadAsync());

        Assert.Equal(SpanStatus.Unset, trace.Spans.Single(span => span.Type == SpanType.Output).Status);
        Assert.NotEqual(TraceStatus.Error, trace.Status);
    }

    [Fact]
    public async Task A_missing_input_is_not_required()
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        Append(run, session, 2, "modify.0", 1);
        Append(run, session, 3, "dummy.0", 1);

        Assert.Equal(["Filter", "PreOutput"], Assert.Single(await run.ReadAsync()).Spans.Select(span => span.Type.Value));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_reach_the_body()
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        byte[] body = [.. "{\"m\":\"a"u8, 0xED, 0xA0, 0xBD, .. "\"}"u8];
        run.Simulator.Calyptia.AppendRecordJson(session, (byte[])[
            .. """{"type":1,"trace_id":"trace.0","plugin_instance":"dummy.0","records":[{"timestamp":1,"record":"""u8,
            .. body, .. "}]}"u8]);

        var record = Assert.Single(Assert.Single(Assert.Single(await run.ReadAsync()).Spans).Records);

        Assert.Equal(body, record.Body.Utf8.ToArray());
    }

    [Theory]
    [InlineData(4294967295)]
    [InlineData(4294967294)]
    public async Task A_group_marker_is_no_time(long marker)
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        run.Simulator.Calyptia.AppendRecordJson(
            session,
            string.Create(CultureInfo.InvariantCulture,
                $$"""{"type":1,"trace_id":"trace.0","plugin_instance":"dummy.0","records":[{"timestamp":{{marker}},"record":{} }]}"""));

        Assert.Null(Assert.Single(Assert.Single(Assert.Single(await run.ReadAsync()).Spans).Records).Timestamp);
    }

    [Fact]
    public async Task A_pipeline_s_secret_is_never_kept()
    {
        await using var run = await StartAsync(4);

        var traces = await run.ReadAsync();
        var pages = await run.Client.Calyptia.ListPipelinesAsync(run.Simulator.Calyptia.ProjectId, cancellationToken: Token);
        var pipeline = await run.Client.Calyptia.GetPipelineAsync(run.Simulator.Calyptia.PipelineIds.First(), Token);

        Assert.NotEmpty(traces);
        foreach (var text in traces.SelectMany(trace => trace.Attributes.Concat(trace.Spans.SelectMany(span => span.Attributes)))
            .Select(attribute => attribute.Value.ToString()))
            Assert.DoesNotContain(TraceSimulator.PipelineSecret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(TraceSimulator.PipelineSecret, JsonSerializer.Serialize(pages), StringComparison.Ordinal);
        Assert.DoesNotContain(TraceSimulator.PipelineSecret, JsonSerializer.Serialize(pipeline), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_token_goes_into_its_own_header_and_says_which_project_it_is_for()
    {
        await using var run = await StartAsync(4, configure: options => options.ProjectId = null);

        Assert.NotEmpty(await run.ListAsync());
        Assert.All(run.Simulator.Requests, request =>
        {
            Assert.Equal(run.Simulator.Tokens.Calyptia, request.Header("X-Project-Token"));
            Assert.Null(request.Header("Authorization"));
        });
        Assert.DoesNotContain(run.Simulator.Requests, request => request.Path is "/v1/projects");
        Assert.Contains(run.Simulator.Requests, request => request.Path == $"/v1/projects/{run.Simulator.Calyptia.ProjectId}/pipelines");
    }

    [Fact]
    public async Task A_user_s_token_goes_as_a_bearer_token_and_its_projects_are_asked_for()
    {
        await using var run = await TrapRun.StartAsync(
            new CalyptiaSubject(),
            4,
            options => options.Calyptia.Token = "a-user-s-token",
            options => (options.Calyptia.ProjectId, options.Calyptia.TokenKind) = (null, CalyptiaTokenKind.User));

        Assert.NotEmpty(await run.ListAsync());
        Assert.All(run.Simulator.Requests, request =>
        {
            Assert.Equal("Bearer a-user-s-token", request.Header("Authorization"));
            Assert.Null(request.Header("X-Project-Token"));
        });
        Assert.Contains(run.Simulator.Requests, request => request.Path is "/v1/projects");
    }

    [Fact]
    public async Task A_live_session_is_followed_until_it_has_ended()
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        Append(run, session, 1, "dummy.0", 1);
        var updates = new List<TraceUpdate>();

        await foreach (var update in run.Client.FollowAsync(new TraceReference(Source, $"{session}/trace.0"), cancellationToken: Token))
        {
            updates.Add(update);
            if (updates.Count == 1)
            {
                Append(run, session, 3, "dummy.0", 1);
                run.Simulator.Calyptia.TerminateSession(session);
            }
        }

        Assert.Equal("Input", Assert.Single(updates[0].AddedSpans).Type.Value);
        Assert.Equal("PreOutput", Assert.Single(updates.Skip(1).SelectMany(update => update.AddedSpans)).Type.Value);
        Assert.True(updates[^1].Trace.IsComplete);
    }

    [Fact]
    public async Task A_chunk_of_a_live_session_is_followed_until_its_outputs_are_settled_and_quiet()
    {
        await using var run = await StartAsync(0);
        var session = Session(run);
        foreach (var type in new[] { 1, 3 })
            Append(run, session, type, "dummy.0", 1);
        Append(run, session, 4, "http.0", 0, code: 2);
        var updates = new List<(TraceUpdate Update, DateTimeOffset Time)>();

        await foreach (var update in run.Client.FollowAsync(new TraceReference(Source, $"{session}/trace.0"), cancellationToken: Token))
        {
            updates.Add((update, run.Time.GetUtcNow()));
            if (updates.Count == 1)
                Append(run, session, 4, "http.0", 0, code: 1);
        }

        Assert.Equal([false, true], updates.Select(seen => seen.Update.Trace.IsComplete));
        Assert.Equal(TraceStatus.Ok, updates[^1].Update.Trace.Status);
        Assert.Equal(new FollowOptions().QuietPeriod, run.Time.GetUtcNow() - updates[^1].Time);
    }

    [Fact]
    public async Task Statuses_of_the_wire_page_have_their_exceptions()
    {
        await using var run = await StartAsync(4);
        var pipeline = run.Simulator.Calyptia.AddPipeline();
        var session = new CalyptiaCreateTraceSession { Plugins = ["dummy.0"], Lifespan = new CalyptiaLifespan(TimeSpan.FromMinutes(10)) };

        await Assert.ThrowsAsync<TraceNotFoundException>(() => run.Client.Calyptia.GetActiveTraceSessionAsync(pipeline, Token));
        await run.Client.Calyptia.CreateTraceSessionAsync(pipeline, session, Token);
        await Assert.ThrowsAsync<TraceConflictException>(() => run.Client.Calyptia.CreateTraceSessionAsync(pipeline, session, Token));
        await Assert.ThrowsAsync<TraceValidationException>(() => run.Client.Calyptia.GetTraceSessionAsync("no-uuid", Token));
        await Assert.ThrowsAsync<TraceValidationException>(() => run.Client.Calyptia.ListTraceRecordsAsync(
            run.Simulator.Calyptia.SessionIds.First(), before: "no cursor", cancellationToken: Token));
    }

    [Theory]
    [InlineData("v2.0.14-a-multi-append-chunks.jsonl")]
    [InlineData("v2.0.14-a-non-utf8-cesu8.jsonl.bin")]
    [InlineData("v2.0.14-d-two-inputs-same-prefix.jsonl")]
    public async Task Every_log_record_of_a_Tap_file_is_found_again(string file)
    {
        await using var run = await StartAsync(0);
        var tap = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia", file), Token);
        string session;
        using (var stream = new MemoryStream(tap))
            session = await run.Simulator.Calyptia.LoadTapAsync(stream, cancellationToken: Token);

        var traces = await run.ReadAsync(new TraceQuery { SessionId = session });

        var records = traces.SelectMany(trace => trace.Spans).SelectMany(span => span.Records).ToList();
        Assert.Equal(Bodies(tap).Order(StringComparer.Ordinal),
            records.Select(record => Convert.ToHexString(record.Body.Utf8.Span)).Order(StringComparer.Ordinal));
        Assert.Equal(run.Simulator.Calyptia.RecordCount(session), traces.Sum(trace => trace.Spans.Count));
        Assert.All(traces, trace => Assert.True(trace.IsComplete));
    }

    // The bytes of each record as they stand in the file, valid UTF-8 or not.
    private static List<string> Bodies(byte[] tap)
    {
        var bodies = new List<string>();
        foreach (var line in Lines(tap))
        {
            var reader = new Utf8JsonReader(line);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 3 || !reader.ValueTextEquals("record"u8))
                    continue;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                bodies.Add(Convert.ToHexString(line.AsSpan(start, (int)reader.BytesConsumed - start)));
            }
        }

        return bodies;
    }

    private static List<byte[]> Lines(byte[] tap)
    {
        var lines = new List<byte[]>();
        foreach (var range in tap.AsSpan().Split((byte)'\n'))
        {
            if (!tap.AsSpan(range).IsEmpty)
                lines.Add(tap[range]);
        }

        return lines;
    }

    private static string Session(TrapRun run) => run.Simulator.Calyptia.AddSessionJson(run.Simulator.Calyptia.AddPipeline());

    private static void Append(TrapRun run, string session, int type, string plugin, int records, int at = 0, int code = 0)
    {
        var created = new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero).AddSeconds(at)
            .AddMilliseconds(run.Simulator.Calyptia.RecordCount(session));
        var logs = string.Join(',', Enumerable.Range(0, records)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"timestamp":{{1 + i}},"record":{"i":{{i}} } }""")));
        run.Simulator.Calyptia.AppendRecordJson(
            session,
            string.Create(CultureInfo.InvariantCulture, $$"""
                {
                  "type": {{type}}, "trace_id": "trace.0", "plugin_instance": "{{plugin}}", "return_code": {{code}},
                  "createdAt": "{{created:O}}", "records": [{{logs}}]
                }
                """));
    }

    private static Task<TrapRun> StartAsync(
        int traces, Action<CalyptiaSimulatorOptions>? simulate = null, Action<CalyptiaOptions>? configure = null) => TrapRun.StartAsync(
        new CalyptiaSubject(), traces, options => simulate?.Invoke(options.Calyptia), options => configure?.Invoke(options.Calyptia));
}
