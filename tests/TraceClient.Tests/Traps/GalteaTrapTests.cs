using System.Net;
using TraceClient.Galtea;
using TraceClient.Testing;
using TraceClient.Tests.Contract;

namespace TraceClient.Tests.Traps;

/// <summary>Each trap of Galtea's wire page, tested on the simulator through the facade.</summary>
public sealed class GalteaTrapTests
{
    private const string Source = SourceNames.Galtea;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(403)]
    [InlineData(414)]
    public async Task No_address_exceeds_2000_characters_so_the_firewall_stays_asleep(int status)
    {
        await using var run = await StartAsync(150, options => (options.MaxUrlLength, options.LongUrlStatus) = (2000, status));

        Assert.Equal(150, (await run.ListAsync()).Count);
        Assert.All(run.Simulator.Requests, request =>
            Assert.InRange(run.Simulator.GalteaAddress.ToString().Length + request.Path.Length + 1 + request.RawQuery.Length, 0, 2000));
        Assert.All(run.Simulator.Requests, request => Assert.Equal(200, request.StatusCode));
    }

    [Fact]
    public async Task A_403_that_is_a_page_is_no_authorization_exception()
    {
        await using var run = await StartAsync(2);
        run.Simulator.Faults.On(SimulatedService.Galtea).RespondWithHtml(403);

        var error = await Assert.ThrowsAnyAsync<TraceApiException>(() => run.ListAsync());

        Assert.IsNotType<TraceAuthorizationException>(error);
        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
        Assert.Contains("firewall", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_403_that_is_JSON_is_an_authorization_exception()
    {
        await using var run = await StartAsync(2);
        run.Simulator.Faults.On(SimulatedService.Galtea).RespondWith(403, """{"message":"not yours"}""");

        await Assert.ThrowsAsync<TraceAuthorizationException>(() => run.ListAsync());
    }

    [Fact]
    public async Task Strict_ids_are_never_combined_with_another_filter()
    {
        await using var run = await StartAsync(30);

        foreach (var trace in await run.ReadAsync(new TraceQuery { From = DateTimeOffset.UnixEpoch }))
            await run.Client.StreamSpansAsync(trace.Reference, Token).ToListAsync(Token);

        string[] filters =
            ["inferenceResultIds", "sessionIds", "types", "names", "fromStartTime", "toStartTime", "fromCreatedAt", "toCreatedAt"];
        Assert.All(
            run.Simulator.Requests.Where(request => request.QueryValues("ids").Count > 0),
            request => Assert.Empty(filters.Where(filter => request.QueryValues(filter).Count > 0)));
        Assert.DoesNotContain(run.Simulator.Requests, request => request.StatusCode == 404);
    }

    [Theory]
    [InlineData("ids", "Spans not found", "a", "b")]
    [InlineData("ids", "not found", "a")]
    public async Task A_missing_id_is_not_found_in_both_words(string name, string words, params string[] ids)
    {
        await using var run = await StartAsync(2);

        var error = await Assert.ThrowsAsync<TraceNotFoundException>(
            () => run.Client.Galtea.ListTracesAsync(ids: ids, cancellationToken: Token).ToListAsync(Token).AsTask());

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(ids, run.Simulator.Requests.Single().QueryValues(name));
    }

    [Fact]
    public async Task A_wrapped_list_reads_like_a_bare_one()
    {
        await using var bare = await StartAsync(30, pageSize: 7);
        await using var wrapped = await StartAsync(30, options => options.WrapLists = true, pageSize: 7);

        Assert.Equal(
            (await bare.ReadAsync()).Select(trace => (trace.Id, trace.Spans.Count)),
            (await wrapped.ReadAsync()).Select(trace => (trace.Id, trace.Spans.Count)));
    }

    [Theory]
    [InlineData(false, "sort=createdAt%2C")]
    [InlineData(true, "sort=createdAt&sort=")]
    public async Task A_sort_is_sent_in_the_form_that_the_options_choose_and_both_are_taken(bool asTwo, string form)
    {
        await using var run = await StartAsync(20, pageSize: 6, sortAsTwo: asTwo);

        Assert.Equal(run.Simulator.Galtea.InferenceResultIds, (await run.ListAsync()).Select(summary => summary.Id));
        Assert.All(
            run.Simulator.Requests.Where(request => request.QueryValues("sort").Count > 0),
            request => Assert.Contains(
                form, request.RawQuery.Replace("createdAt,", "createdAt%2C", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Contains(run.Simulator.Requests, request => request.QueryValues("sort").Count > 0);
    }

    [Fact]
    public async Task Arrays_repeat_the_bare_key_and_are_never_joined()
    {
        await using var run = await StartAsync(12);

        await run.ListAsync();

        var values = run.Simulator.Requests.SelectMany(request => request.QueryValues("inferenceResultIds")).ToList();
        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.DoesNotContain(",", value, StringComparison.Ordinal));
        Assert.DoesNotContain(run.Simulator.Requests,
            request => request.RawQuery.Contains("%5B", StringComparison.OrdinalIgnoreCase) || request.RawQuery.Contains('['));
    }

    [Fact]
    public async Task Pages_are_read_until_one_is_empty_though_the_service_gives_fewer_than_asked_for()
    {
        await using var run = await StartAsync(40, options => options.MaxLimit = 7);

        Assert.Equal(run.Simulator.Galtea.InferenceResultIds, (await run.ListAsync()).Select(summary => summary.Id));
        var trace = run.Simulator.Galtea.InferenceResultIds.First();
        Assert.Equal(run.Simulator.Galtea.SpanIds(trace).Count(), (await run.GetAsync(Source, trace)).Spans.Count);
    }

    [Fact]
    public async Task A_row_that_comes_after_the_turn_was_generated_is_followed()
    {
        await using var run = await StartAsync(0);
        var id = run.Simulator.Galtea.AddInferenceResultJson("""{"status":"GENERATED"}""");
        var root = run.Simulator.Galtea.AddSpan(id, "root", "AGENT");
        string? late = null;
        var updates = new List<TraceUpdate>();

        await foreach (var update in run.Client.FollowAsync(new TraceReference(Source, id), cancellationToken: Token))
        {
            updates.Add(update);
            late ??= run.Simulator.Galtea.AddSpan(id, "late", "TOOL", root);
        }

        Assert.Equal(2, updates.Count);
        Assert.Equal(late, Assert.Single(updates[1].AddedSpans).Id);
        Assert.Equal(late, Assert.Single(Assert.Single(updates[1].Trace.Roots).Children).Id);
    }

    [Fact]
    public async Task A_deleted_row_is_gone_and_its_children_stand_as_roots()
    {
        await using var run = await StartAsync(0);
        var id = run.Simulator.Galtea.AddInferenceResultJson("""{"status":"GENERATED"}""");
        var parent = run.Simulator.Galtea.AddSpan(id, "parent");
        var child = run.Simulator.Galtea.AddSpan(id, "child", parentId: parent);

        await run.Client.Galtea.DeleteTraceAsync(parent, Token);
        var trace = await run.GetAsync(Source, id);

        Assert.Equal(child, Assert.Single(trace.Roots).Id);
        Assert.Equal(parent, Assert.Single(trace.Spans).ParentId);
    }

    [Fact]
    public async Task A_batch_can_be_stored_in_part()
    {
        await using var run = await StartAsync(0, options => options.BatchDropsEvery = 3);
        var id = run.Simulator.Galtea.AddInferenceResultJson("{}");
        var rows = Enumerable.Range(0, 7).Select(i => new GalteaNewTrace { InferenceResultId = id, Name = $"row {i}" }).ToList();

        var stored = await run.Client.Galtea.CreateTracesAsync(new GalteaTraceBatch { Traces = rows }, Token);

        Assert.Equal(5, stored.Content!.Count);
        Assert.Equal(stored.Content.Select(row => row.Id).Order(StringComparer.Ordinal),
            (await run.GetAsync(Source, id)).Spans.Select(span => span.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_batch_of_deletions_takes_all_of_them_out()
    {
        await using var run = await StartAsync(3);
        var id = run.Simulator.Galtea.InferenceResultIds.First();
        var rows = run.Simulator.Galtea.SpanIds(id).ToList();

        await run.Client.Galtea.DeleteTracesAsync(new GalteaTraceDeletion { Ids = rows[..2] }, Token);

        Assert.Equal(rows[2..].Order(StringComparer.Ordinal),
            (await run.GetAsync(Source, id)).Spans.Select(span => span.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ids_that_clients_choose_can_be_each_others_parents()
    {
        await using var run = await StartAsync(0);
        var id = run.Simulator.Galtea.AddInferenceResultJson("{}");
        foreach (var (row, parent) in new[] { ("a", "b"), ("b", "c"), ("c", "a") })
            run.Simulator.Galtea.AddSpanJson(
                $$"""{"id":"{{row}}","inferenceResultId":"{{id}}","name":"{{row}}","parentTraceId":"{{parent}}"}""");

        var trace = await run.GetAsync(Source, id);

        Assert.Equal(3, trace.Spans.Count);
        Assert.Single(trace.Roots);
        Assert.Contains(trace.Spans.SelectMany(span => span.Warnings), warning => warning.Code == TraceWarningCodes.Cycle);
    }

    [Fact]
    public async Task Rows_without_their_inference_result_are_a_trace()
    {
        await using var run = await StartAsync(3);
        var id = run.Simulator.Galtea.InferenceResultIds.First();
        var rows = run.Simulator.Galtea.SpanIds(id).ToList();
        run.Simulator.Galtea.RemoveInferenceResult(id);

        Assert.Equal(rows.Count, (await run.GetAsync(Source, id)).Spans.Count);
    }

    [Fact]
    public async Task Payloads_are_any_JSON_and_come_through_as_they_were()
    {
        await using var run = await StartAsync(0);
        var id = run.Simulator.Galtea.AddInferenceResultJson("{}");
        run.Simulator.Galtea.AddSpanJson(
            $$"""{"inferenceResultId":"{{id}}","name":"n","inputData":[1, 2.50,"é"],"outputData":"plain","metadata":17,"error":null}""");

        var span = Assert.Single((await run.GetAsync(Source, id)).Spans);

        Assert.Equal(["""[1, 2.50,"é"]""", "\"plain\""], span.Records.Select(record => record.Body.ToString()));
        Assert.Equal(17, span.Attributes.GetInt64("galtea.metadata"));
        Assert.Equal(SpanStatus.Unset, span.Status);
    }

    [Fact]
    public async Task An_unknown_type_survives()
    {
        await using var run = await StartAsync(0);
        var id = run.Simulator.Galtea.AddInferenceResultJson("{}");
        run.Simulator.Galtea.AddSpanJson($$"""{"inferenceResultId":"{{id}}","name":"n","type":"ORACLE"}""");

        Assert.Equal("ORACLE", Assert.Single((await run.GetAsync(Source, id)).Spans).Type.Value, ignoreCase: true);
    }

    private static Task<TrapRun> StartAsync(
        int traces, Action<GalteaSimulatorOptions>? simulate = null, int pageSize = 100, bool sortAsTwo = false) => TrapRun.StartAsync(
        new GalteaSubject(),
        traces,
        options => simulate?.Invoke(options.Galtea),
        options => (options.Galtea.PageSize, options.Galtea.SortAsTwoValues) = (pageSize, sortAsTwo));
}
