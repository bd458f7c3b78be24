using TraceClient.Testing;
using TraceClient.Tests.Contract;
using TraceClient.Tests.Traps;

namespace TraceClient.Tests.Paging;

/// <summary>Bodies that break off on their way: what a source reads is read again, and has everything once.</summary>
public sealed class BrokenBodyTests
{
    private const int Traces = 60;
    private const int PageSize = 15;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Gets what each source reads: its name, the call, and the path whose bodies break.</summary>
    public static TheoryData<string, string, string> Reads => new()
    {
        { SourceNames.Calyptia, "list", "/v1/trace_sessions/*/records" },
        { SourceNames.Calyptia, "list", "/v1/pipelines/*/trace_sessions" },
        { SourceNames.Calyptia, "list", "/v1/projects/*/pipelines" },
        { SourceNames.Calyptia, "find", "/v1/trace_sessions/*" },
        { SourceNames.Calyptia, "find", "/v1/trace_sessions/*/records" },
        { SourceNames.Calyptia, "stream", "/v1/trace_sessions/*/records" },
        { SourceNames.Kubiya, "list", "/api/v1/traces" },
        { SourceNames.Kubiya, "find", "/api/v1/traces/*" },
        { SourceNames.Kubiya, "stream", "/api/v1/traces/*/spans" },
        { SourceNames.Galtea, "list", "/inferenceResults" },
        { SourceNames.Galtea, "list", "/traces" },
        { SourceNames.Galtea, "find", "/inferenceResults/*" },
        { SourceNames.Galtea, "find", "/traces" },
        { SourceNames.Galtea, "stream", "/traces" },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_body_that_breaks_off_once_is_read_again_and_nothing_is_lost_or_given_twice(string source, string call, string path)
    {
        await using var run = await StartAsync(source);
        var reference = await LongestTraceAsync(run);
        var expected = await ReadAsync(run.Client, call, reference);
        var rule = OnPath(run, source, path).Times(1).CutBodyAt(1_500);

        var read = await ReadAsync(run.Client, call, reference);

        Assert.Equal(1, rule.AppliedCount);
        Assert.Equal(expected, read);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_body_that_breaks_off_as_often_as_there_are_retries_is_complete_in_the_end(string source, string call, string path)
    {
        await using var run = await StartAsync(source);
        var reference = await LongestTraceAsync(run);
        var expected = await ReadAsync(run.Client, call, reference);
        var rule = OnPath(run, source, path).Times(3).CutBodyAt(900);

        Assert.Equal(expected, await ReadAsync(run.Client, call, reference));
        Assert.Equal(3, rule.AppliedCount);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task The_last_error_is_thrown_when_all_retries_are_used_up(string source, string call, string path)
    {
        await using var run = await StartAsync(source);
        var reference = await LongestTraceAsync(run);
        var expected = await ReadAsync(run.Client, call, reference);
        var rule = OnPath(run, source, path).When(IsFirst()).CutBodyAt(1_500);
        var read = new List<string>();

        var error = await Assert.ThrowsAsync<TraceTransportException>(() => ReadAsync(run.Client, call, reference, read));

        Assert.True(error.IsTransient);
        Assert.Equal(4, rule.AppliedCount);
        Assert.Equal(expected.Take(read.Count), read);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Malformed_json_is_not_read_again(string source, string call, string path)
    {
        await using var run = await StartAsync(source);
        var reference = await LongestTraceAsync(run);
        var rule = OnPath(run, source, path).When(IsFirst()).InvalidJson(at: 1);

        await Assert.ThrowsAsync<TraceFormatException>(() => ReadAsync(run.Client, call, reference));

        Assert.Equal(1, rule.AppliedCount);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task An_html_page_is_not_read_again(string source, string call, string path)
    {
        await using var run = await StartAsync(source);
        var reference = await LongestTraceAsync(run);
        var rule = OnPath(run, source, path).When(IsFirst()).RespondWithHtml();

        await Assert.ThrowsAsync<TraceFormatException>(() => ReadAsync(run.Client, call, reference));

        Assert.Equal(1, rule.AppliedCount);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Without_retries_a_body_that_breaks_off_is_an_error(string source, string call, string path)
    {
        await using var run = await StartAsync(source, options => options.Resilience.MaxRetries = 0);
        var reference = await LongestTraceAsync(run);
        var rule = OnPath(run, source, path).Times(1).CutBodyAt(900);

        await Assert.ThrowsAsync<TraceTransportException>(() => ReadAsync(run.Client, call, reference));

        Assert.Equal(1, rule.AppliedCount);
    }

    [Fact]
    public async Task The_raw_api_reads_a_body_once()
    {
        await using var kubiya = await StartAsync(SourceNames.Kubiya);
        await using var galtea = await StartAsync(SourceNames.Galtea);
        await using var calyptia = await StartAsync(SourceNames.Calyptia);
        var session = calyptia.Simulator.Calyptia.SessionIds.First();
        var trace = kubiya.Simulator.Kubiya.TraceIds.First();
        FaultRule[] rules = [.. new[] { kubiya, galtea, calyptia }.Select(run => run.Simulator.Faults.On().CutBodyAt(300))];

        await Assert.ThrowsAsync<TraceTransportException>(() => kubiya.Client.Kubiya.ListTracesAsync(cancellationToken: Token));
        await Assert.ThrowsAsync<TraceTransportException>(
            () => kubiya.Client.Kubiya.ListSpansAsync(trace, flat: true, Token).CountAsync(Token).AsTask());
        await Assert.ThrowsAsync<TraceTransportException>(
            () => galtea.Client.Galtea.ListInferenceResultsAsync(cancellationToken: Token).CountAsync(Token).AsTask());
        await Assert.ThrowsAsync<TraceTransportException>(
            () => calyptia.Client.Calyptia.ListTraceRecordsAsync(session, cancellationToken: Token));

        Assert.Equal([2, 1, 1], rules.Select(rule => rule.AppliedCount));
    }

    [Theory]
    [InlineData(SourceNames.Kubiya, "/api/v1/traces/*/spans")]
    [InlineData(SourceNames.Galtea, "/traces")]
    public async Task A_status_that_ends_the_second_reading_is_thrown_after_what_was_good(string source, string path)
    {
        await using var run = await StartAsync(source);
        var reference = await LongestTraceAsync(run);
        var expected = await ReadAsync(run.Client, "stream", reference);
        var cut = OnPath(run, source, path).OnCall(1).CutBodyAt(3_000);
        var refusal = OnPath(run, source, path).FromCall(2).RespondWith(403);
        var read = new List<string>();

        await Assert.ThrowsAsync<TraceAuthorizationException>(() => ReadAsync(run.Client, "stream", reference, read));

        Assert.Equal((1, 1), (cut.AppliedCount, refusal.AppliedCount));
        Assert.NotEmpty(read);
        Assert.Equal(expected.Take(read.Count), read);
    }

    // 20 lists of each source. To read more of them, set TRACECLIENT_SOAK_LISTS=300 before the command.
    [Theory]
    [Trait("Category", "slow")]
    [InlineData(SourceNames.Calyptia)]
    [InlineData(SourceNames.Kubiya)]
    [InlineData(SourceNames.Galtea)]
    public async Task Lists_over_a_connection_that_breaks_4_percent_of_all_bodies_are_complete(string source)
    {
        var lists = int.TryParse(Environment.GetEnvironmentVariable("TRACECLIENT_SOAK_LISTS"), out var wanted) ? wanted : 20;
        await using var run = await StartAsync(source);
        var expected = await ReadAsync(run.Client, "list", reference: null);
        FaultRule[] rules = [.. new[] { 0, 700, 5_000, 12_000 }
            .Select((at, i) => run.Simulator.Faults.On().WithProbability(0.01, seed: i + 1).CutBodyAt(at))];

        for (var i = 0; i < lists; i++)
            Assert.Equal(expected, await ReadAsync(run.Client, "list", reference: null));

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{source}: {lists} lists, {rules[0].MatchCount} requests, {rules.Sum(rule => rule.AppliedCount)} broken bodies");
        Assert.True(rules.Sum(rule => rule.AppliedCount) > 0);
    }

    private static Task<TrapRun> StartAsync(string source, Action<TraceSourceOptions>? configure = null)
    {
        var subject = SubjectOf(source);
        return TrapRun.StartAsync(subject, Traces, configure: options =>
        {
            subject.SetPageSize(options, PageSize);
            configure?.Invoke(subject.OptionsOf(options));
        });
    }

    private static ContractSubject SubjectOf(string source) => source switch
    {
        SourceNames.Calyptia => new CalyptiaSubject(),
        SourceNames.Kubiya => new KubiyaSubject(),
        _ => new GalteaSubject(),
    };

    private static FaultRuleBuilder OnPath(TrapRun run, string source, string path) =>
        run.Simulator.Faults.On(SubjectOf(source).Service, "GET", path);

    /// <summary>Gets a predicate of the first request and its repetitions:
    /// Calyptia's sessions are listed for two pipelines at once.</summary>
    private static Func<RecordedRequest, bool> IsFirst()
    {
        string? first = null;
        return request =>
            (Interlocked.CompareExchange(ref first, request.Path + request.RawQuery, null) ?? first) == request.Path + request.RawQuery;
    }

    private static async Task<TraceReference> LongestTraceAsync(TrapRun run) =>
        (await run.ListAsync()).MaxBy(summary => summary.SpanCount)!.Reference;

    private static async Task<List<string>> ReadAsync(
        ITraceClient client, string call, TraceReference? reference, List<string>? into = null)
    {
        into ??= [];
        if (call == "find")
            into.AddRange((await client.GetTraceAsync(reference!, Token)).Spans.Select(span => span.ToString()));
        else if (call == "stream")
            await foreach (var span in client.StreamSpansAsync(reference!, Token))
                into.Add(span.Id);
        else
            await foreach (var summary in client.ListTracesAsync(cancellationToken: Token))
                into.Add(summary.ToString());
        return into;
    }
}
