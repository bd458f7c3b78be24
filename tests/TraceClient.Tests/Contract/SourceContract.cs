using TraceClient.Testing;

namespace TraceClient.Tests.Contract;

/// <summary>What every source does, wherever it has its traces from, asked of one with the traces of the simulator.</summary>
public abstract class SourceContract
{
    private protected abstract ContractSubject Subject { get; }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_walks_all_pages_newest_first_and_has_each_trace_once()
    {
        await using var simulator = await StartAsync(traces: 60);
        await using var client = await ConnectAsync(simulator, options => Subject.SetPageSize(options, 7));

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
        await using var client = await ConnectAsync(simulator);

        Assert.Empty(await client.ListTracesAsync(cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Streaming_an_unknown_trace_says_which_and_what_to_do()
    {
        await using var simulator = await StartAsync(traces: 1);
        await using var client = await ConnectAsync(simulator);

        var error = await Assert.ThrowsAsync<TraceNotFoundException>(
            async () => await client.StreamSpansAsync(new TraceReference(Subject.Name, Subject.UnknownId), Token).CountAsync(Token));

        Assert.Equal(Subject.Name, error.SourceName);
        Assert.NotNull(error.Operation);

        // Calyptia answers for the session, which is the first part of an id there.
        Assert.Contains(Subject.UnknownId.Split('/')[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_listed_trace_opens_with_the_spans_that_the_list_counts()
    {
        await using var simulator = await StartAsync(traces: 12);
        await using var client = await ConnectAsync(simulator);

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
        await using var client = await ConnectAsync(simulator);
        var unknown = new TraceReference(Subject.Name, Subject.UnknownId);

        Assert.Null(await client.FindTraceAsync(unknown, Token));
        Assert.Equal(
            Subject.Name, (await Assert.ThrowsAsync<TraceNotFoundException>(() => client.GetTraceAsync(unknown, Token))).SourceName);
        await Assert.ThrowsAsync<TraceNotFoundException>(async () => await client.StreamSpansAsync(unknown, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Cancelling_amid_a_list_ends_it_without_a_further_request()
    {
        await using var simulator = await StartAsync(traces: 60);
        await using var client = await ConnectAsync(simulator, options => Subject.SetPageSize(options, 5));
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
    public async Task Unknown_members_and_enum_values_are_kept_and_hurt_nobody()
    {
        await using var simulator = await StartAsync(traces: 10, options => Subject.OptionsOf(options).UnknownMembers = true);
        await using var client = await ConnectAsync(simulator);

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
        await using var client = await ConnectAsync(simulator);

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
        await using var client = await ConnectAsync(simulator);

        var health = Assert.Single(await client.CheckHealthAsync(Token));

        Assert.True(health.IsHealthy, health.Error?.Message);
    }

    [Fact]
    public async Task Time_is_an_inclusive_range_over_what_the_list_is_ordered_by()
    {
        await using var simulator = await StartAsync(traces: 20);
        await using var client = await ConnectAsync(simulator);
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
        await using var client = await ConnectAsync(simulator);
        var all = await ListAsync(client);
        var sample = all[^1];
        var types = new Dictionary<TraceReference, HashSet<SpanType>>();
        foreach (var summary in all)
            types[summary.Reference] = [.. (await client.GetTraceAsync(summary.Reference, Token)).Spans.Select(span => span.Type)];
        var type = types[sample.Reference].First();

        await SameAsync(new TraceQuery { Name = sample.Name }, summary => summary.Name == sample.Name);
        await SameAsync(new TraceQuery { SearchText = sample.Name[1..] },
            summary => $"{summary.Name}\n{summary.ServiceName}".Contains(sample.Name[1..], StringComparison.OrdinalIgnoreCase));
        await SameAsync(new TraceQuery { Status = TraceStatus.Error }, summary => summary.Status == TraceStatus.Error);
        await SameAsync(new TraceQuery { Status = TraceStatus.Unset }, summary => summary.Status == TraceStatus.Unset);
        await SameAsync(new TraceQuery { ErrorsOnly = true }, summary => summary.Status == TraceStatus.Error || summary.ErrorCount > 0);
        await SameAsync(new TraceQuery { SpanType = type }, summary => types[summary.Reference].Contains(type));
        Assert.All(all, summary => Assert.True(summary.SpanTypes is null || types[summary.Reference].SetEquals(summary.SpanTypes)));
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

    private protected async Task<TraceSimulator> StartAsync(int traces, Action<TraceSimulatorOptions>? configure = null) =>
        await TraceSimulator.StartAsync(
            options =>
            {
                options.TimeProvider = new FakeTimeProvider(ContractClient.SimulatorTime);
                Subject.Size(options, traces);
                configure?.Invoke(options);
            },
            Token);

    /// <summary>A client of the one source, which has what the simulator has.</summary>
    private protected abstract Task<StandaloneTraceClient> ConnectAsync(
        TraceSimulator simulator, Action<TraceClientsOptions>? configure = null);

    private protected static Task<List<TraceSummary>> ListAsync(ITraceClient client, TraceQuery? query = null) =>
        client.ListTracesAsync(query, Token).ToListAsync(Token).AsTask();

    private static async Task<IEnumerable<string>> StreamedIdsAsync(ITraceClient client, Trace trace) =>
        (await client.StreamSpansAsync(trace.Reference, Token).Select(span => span.Id).Distinct().ToListAsync(Token))
            .Order(StringComparer.Ordinal);
}
