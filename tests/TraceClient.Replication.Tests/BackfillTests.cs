using TraceClient.Tests;

namespace TraceClient.Replication.Tests;

public sealed class BackfillTests
{
    private static readonly DateTimeOffset From = Replications.Now.AddHours(-3);
    private static readonly DateTimeOffset To = Replications.Now;

    private readonly AutoAdvancingTimeProvider _clock = new();
    private readonly MemoryQueue _queue;

    public BackfillTests() => _queue = new MemoryQueue(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Windows_cover_the_time_and_share_their_ends()
    {
        await using var client = Replications.ClientOf(new ListedSource("one"), new ListedSource("two"));
        var backfill = Backfill(client, options => options.Window = TimeSpan.FromMinutes(70));
        Assert.Equal(6, await backfill.PlanAsync(From, To, cancellationToken: Token));
        Assert.Equal(0, await backfill.PlanAsync(From.ToOffset(TimeSpan.FromHours(5)), To, cancellationToken: Token));
        var windows = _queue.Items.Where(item => item.Source == "one").ToList();
        Assert.Equal((From, To), (windows[0].From, windows[^1].To));
        Assert.Equal(windows.Skip(1).Select(item => item.From), windows.SkipLast(1).Select(item => item.To));
        Assert.Equal(TimeSpan.FromMinutes(40), windows[^1].To - windows[^1].From);
    }

    [Fact]
    public async Task The_sessions_of_a_source_become_items()
    {
        var source = SourceOf(6);
        for (var i = 0; i < 6; i++)
        {
            var (summary, trace) = source.Entries[i];
            source.Entries[i] = (summary with { SessionId = i % 3 == 0 ? null : $"session-{i % 3}" }, trace);
        }

        await using var client = Replications.ClientOf(source);
        var backfill = Backfill(client, options => options.SourcesBySession = ["listed"]);
        Assert.Equal(5, await backfill.PlanAsync(From, To, ["listed"], Token));
        Assert.Equal(
            ["session-1", "session-2", null, null, null], _queue.Items.Select(item => item.SessionId));
        Assert.Single(source.Lists);
    }

    [Fact]
    public async Task Every_trace_is_copied_once_by_several_workers()
    {
        // With a clock that skips waits, a worker that waits for the others would let their leases expire.
        var queue = new MemoryQueue(TimeProvider.System);
        var source = SourceOf(120);
        await using var client = Replications.ClientOf(source);
        await Worker(0).PlanAsync(From, To, cancellationToken: Token);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() => Worker(number).RunAsync(Token), Token)));
        Assert.Equal(Ids(source), queue.Written.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(results, result => Assert.Equal(new WorkStatus(0, 0, 3, 0), result.Status));
        Assert.Equal(3, results.Sum(result => result.Completed));

        TraceBackfill Worker(int number) => new(
            client, queue,
            new TraceBackfillOptions
            {
                Worker = $"{number}",
                LeaseDuration = TimeSpan.FromHours(1),
                PollInterval = TimeSpan.FromMilliseconds(10),
            },
            TimeProvider.System);
    }

    [Fact]
    public async Task Items_of_sources_that_a_worker_does_not_read_are_left_to_others()
    {
        var source = SourceOf(3);
        await using var client = Replications.ClientOf(source);
        await _queue.AddAsync([new WorkItem("other")], Token);
        var backfill = Backfill(client);
        await backfill.PlanAsync(From, To, cancellationToken: Token);

        var result = await backfill.RunAsync(Token);

        Assert.Equal(Ids(source), _queue.Written.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(new WorkStatus(0, 0, 3, 0), result.Status);
        Assert.Equal(new WorkStatus(1, 0, 3, 0), await _queue.GetStatusAsync(cancellationToken: Token));

    }

    [Fact]
    public async Task A_lease_is_renewed_while_its_item_takes_long()
    {
        var source = SourceOf(2);
        source.OnRead = (_, _) =>
        {
            _clock.Advance(TimeSpan.FromMinutes(45));
            return Task.CompletedTask;
        };
        await using var client = Replications.ClientOf(source);
        var backfill = Backfill(client, options => options.Window = TimeSpan.FromHours(4));
        await backfill.PlanAsync(From, To, cancellationToken: Token);
        await backfill.RunAsync(Token);
        Assert.Contains("Renew", _queue.Calls);
        Assert.Equal(2, _queue.Written.Count);
    }

    [Fact]
    public async Task An_item_whose_lease_is_lost_is_stopped_at_once()
    {
        var source = SourceOf(1);
        source.OnReading = async token =>
        {
            _queue.Steal();
            _clock.Advance(TimeSpan.FromMinutes(21));
            try
            {
                // It ends by the cancellation, since the renewal finds that another worker has the item.
                await Task.Delay(Timeout.InfiniteTimeSpan, _clock, token);
            }
            finally
            {
                _queue.EndStolen();
            }
        };
        await using var client = Replications.ClientOf(source);
        var backfill = Backfill(client, options => options.Window = TimeSpan.FromHours(4));
        await backfill.PlanAsync(From, To, cancellationToken: Token);
        var result = await backfill.RunAsync(Token);
        Assert.Equal((1, 0), (result.Lost, result.Completed));
        Assert.DoesNotContain("Complete", _queue.Calls);
    }

    [Fact]
    public async Task An_item_that_fails_is_released_with_growing_waits_and_then_fails()
    {
        var source = SourceOf(3);
        source.OnRead = (_, _) => throw new TraceFormatException("The trace is damaged.");
        await using var client = Replications.ClientOf(source);
        var times = new List<DateTimeOffset>();
        var backfill = Backfill(client, options => (options.MaxAttempts, options.Window) = (3, TimeSpan.FromHours(4)));
        _queue.OnCall = name =>
        {
            if (name == "ReadCheckpoint")
                times.Add(_clock.GetUtcNow());
        };
        await backfill.PlanAsync(From, To, cancellationToken: Token);
        var result = await backfill.RunAsync(Token);
        Assert.Equal(3, times.Count);
        Assert.True(times[1] - times[0] >= TimeSpan.FromSeconds(5));
        Assert.True(times[2] - times[1] >= TimeSpan.FromSeconds(10));
        var failure = Assert.Single(result.Failures);
        Assert.Equal(("listed", "The trace is damaged."), (failure.Item.Source, failure.Exception.Message));
        Assert.Equal(new WorkStatus(0, 0, 0, 1), result.Status);
    }

    [Fact]
    public async Task A_database_that_is_restarted_does_not_end_the_worker()
    {
        var source = SourceOf(10);
        await using var client = Replications.ClientOf(source);
        var backfill = Backfill(client);
        await backfill.PlanAsync(From, To, cancellationToken: Token);
        var failures = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["Acquire"] = 3,
            ["GetStatus"] = 2,
            ["Complete"] = 1,
            ["Write"] = 1,
            ["Release"] = 1,
            ["ReadCheckpoint"] = 1,
        };
        _queue.OnCall = name =>
        {
            if (failures.GetValueOrDefault(name) is > 0 and var left)
            {
                failures[name] = left - 1;
                throw new TraceTransportException("The database is restarted.");
            }
        };
        var result = await backfill.RunAsync(Token);
        Assert.Equal(new WorkStatus(0, 0, 3, 0), result.Status);
        Assert.Equal(Ids(source), _queue.Written.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_database_that_keeps_failing_ends_the_worker()
    {
        await using var client = Replications.ClientOf(SourceOf(1));
        _queue.OnCall = _ => throw new TraceTransportException("The database is not reachable.");
        await Assert.ThrowsAsync<TraceTransportException>(() => Backfill(client).RunAsync(Token));
        Assert.Equal(5, _queue.Calls.Count);
    }

    [Fact]
    public async Task A_cancelled_worker_releases_its_item()
    {
        var source = SourceOf(10);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        source.OnRead = async (_, _) => await stop.CancelAsync();
        await using var client = Replications.ClientOf(source);
        var backfill = Backfill(client);
        await backfill.PlanAsync(From, To, cancellationToken: Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => backfill.RunAsync(stop.Token));
        Assert.Equal(new WorkStatus(3, 0, 0, 0), await _queue.GetStatusAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task An_invalid_time_source_or_option_is_an_argument_exception()
    {
        await using var client = Replications.ClientOf(SourceOf(1));
        var backfill = Backfill(client);
        await Assert.ThrowsAsync<ArgumentException>(() => backfill.PlanAsync(To, From, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(() => backfill.PlanAsync(From, To, ["other"], Token));
        await Assert.ThrowsAsync<ArgumentException>(() => backfill.PlanAsync(
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken: Token));
        Action<TraceBackfillOptions>[] invalid =
        [
            options => options.Worker = " ", options => options.Window = TimeSpan.Zero, options => options.LeaseDuration = TimeSpan.Zero,
            options => options.PollInterval = TimeSpan.FromDays(2), options => options.MaxAttempts = 0,
            options => options.RetryDelay = TimeSpan.Zero, options => options.SourcesBySession = null!,
            options => options.Replication = null!, options => options.Replication.CheckpointPath = "file",
            options => options.Replication.PollInterval = TimeSpan.FromSeconds(1), options => options.Replication.BatchSize = 0,
        ];
        Assert.All(invalid, change => Assert.Throws<ArgumentException>(() => Backfill(client, change)));
    }

    private static ListedSource SourceOf(int traces)
    {
        var source = new ListedSource();
        for (var i = 0; i < traces; i++)
            source.Add($"trace-{i}", To - ((To - From) / (traces + 1) * (i + 1)));
        return source;
    }

    private static IEnumerable<string> Ids(ListedSource source) =>
        source.Entries.Select(entry => entry.Summary.Id).Order(StringComparer.Ordinal);

    private TraceBackfill Backfill(ITraceClient client, Action<TraceBackfillOptions>? configure = null)
    {
        // The clock skips the other waits, but not those for a renewal.
        var options = new TraceBackfillOptions { LeaseDuration = TimeSpan.FromHours(1) };
        configure?.Invoke(options);
        return new TraceBackfill(client, _queue, options, _clock);
    }
}
