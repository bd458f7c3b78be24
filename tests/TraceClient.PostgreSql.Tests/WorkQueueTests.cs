namespace TraceClient.PostgreSql.Tests;

[Trait("Category", "postgresql")]
public sealed class WorkQueueTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Expires before the next statement: the clock is that of the database.
    private static readonly TimeSpan Moment = TimeSpan.FromTicks(10);

    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task An_item_is_read_back_as_it_was()
    {
        await using var queue = _database.Open();
        WorkItem[] items =
        [
            new("kubiya"), new("galtea") { From = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), To = DateTimeOffset.MaxValue },
            new("calyptia") { SessionId = "a\0b\ud800 \ue000" }, new("calyptia") { SessionId = new string('x', 5000) },
        ];
        Assert.Equal(4, await queue.AddAsync(items.Append(items[0]), Token));
        Assert.Equal(0, await queue.AddAsync(items, Token));
        var leases = new List<WorkLease>();
        while (await queue.AcquireAsync("worker", Minute, cancellationToken: Token) is { } lease)
            leases.Add(lease);
        Assert.Equal(items, leases.Select(lease => lease.Item));
        Assert.All(leases, lease => Assert.Equal(("worker", 1L, 0), (lease.Worker, lease.Token, lease.Failures)));
        Assert.Equal(new WorkStatus(0, 4, 0, 0), await queue.GetStatusAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Many_workers_that_start_at_once_on_an_empty_database_take_each_item_once()
    {
        var items = Enumerable.Range(0, 200).Select(i => new WorkItem("kubiya") { SessionId = $"{i}" }).ToArray();
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            await using var queue = _database.Open();
            await queue.AddAsync(items, Token);
            var mine = new List<WorkItem>();
            while (await queue.AcquireAsync($"worker-{worker}", Minute, cancellationToken: Token) is { } lease)
            {
                mine.Add(lease.Item);
                await queue.CompleteAsync(lease, Token);
            }

            return mine;
        }));
        Assert.Equal(200, taken.Sum(mine => mine.Count));
        Assert.Equal(items.ToHashSet(), taken.SelectMany(mine => mine).ToHashSet());
        await using var after = _database.Open();
        Assert.Equal(new WorkStatus(0, 0, 200, 0), await after.GetStatusAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_worker_takes_items_of_its_sources_only()
    {
        await using var queue = _database.Open();
        await queue.AddAsync([new WorkItem("one"), new WorkItem("two"), new WorkItem("three")], Token);

        var lease = await queue.AcquireAsync("worker", Minute, ["two", "four"], Token);

        Assert.Equal("two", lease!.Item.Source);
        Assert.Null(await queue.AcquireAsync("worker", Minute, ["two", "four"], Token));
        Assert.Null(await queue.AcquireAsync("worker", Minute, [], Token));
        Assert.Equal(new WorkStatus(0, 1, 0, 0), await queue.GetStatusAsync(["two"], Token));
        Assert.Equal(new WorkStatus(2, 1, 0, 0), await queue.GetStatusAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task An_expired_lease_goes_to_another_worker_with_a_greater_token()
    {
        await using var queue = _database.Open();
        await queue.AddAsync([new WorkItem("kubiya")], Token);
        var first = (await queue.AcquireAsync("one", Moment, cancellationToken: Token))!;
        var second = (await queue.AcquireAsync("two", Minute, cancellationToken: Token))!;
        Assert.True(second.Token > first.Token);
        Assert.Null(await queue.AcquireAsync("three", Minute, cancellationToken: Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => queue.RenewAsync(first, Minute, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => queue.CompleteAsync(first, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => queue.FailAsync(first, Token));
        await queue.ReleaseAsync(first, TimeSpan.Zero, Token);
        Assert.Equal(new WorkStatus(0, 1, 0, 0), await queue.GetStatusAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task An_expired_lease_that_nobody_took_is_still_valid()
    {
        await using var queue = _database.Open();
        await queue.AddAsync([new WorkItem("kubiya")], Token);
        var lease = (await queue.AcquireAsync("one", Moment, cancellationToken: Token))!;
        Assert.Equal(new WorkStatus(1, 0, 0, 0), await queue.GetStatusAsync(cancellationToken: Token));
        var renewed = await queue.RenewAsync(lease, Minute, Token);
        Assert.True(renewed.ExpiresAt > lease.ExpiresAt);
        Assert.Equal(new WorkStatus(0, 1, 0, 0), await queue.GetStatusAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_completed_item_is_not_taken_again_and_can_be_completed_twice()
    {
        await using var queue = _database.Open();
        await queue.AddAsync([new WorkItem("kubiya")], Token);
        var lease = (await queue.AcquireAsync("one", Moment, cancellationToken: Token))!;
        await queue.CompleteAsync(lease, Token);
        await queue.CompleteAsync(lease, Token);
        Assert.Null(await queue.AcquireAsync("two", Minute, cancellationToken: Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => queue.RenewAsync(lease, Minute, Token));
        Assert.True((await queue.GetStatusAsync(cancellationToken: Token)).IsEnded);
    }

    [Fact]
    public async Task A_released_item_is_open_at_once_or_after_its_wait()
    {
        await using var queue = _database.Open();
        await queue.AddAsync([new WorkItem("kubiya")], Token);
        await queue.ReleaseAsync((await queue.AcquireAsync("one", Minute, cancellationToken: Token))!, TimeSpan.Zero, Token);
        var second = (await queue.AcquireAsync("two", Minute, cancellationToken: Token))!;
        Assert.Equal(0, second.Failures);
        await queue.ReleaseAsync(second, Moment, Token);
        var third = (await queue.AcquireAsync("three", Minute, cancellationToken: Token))!;
        Assert.Equal((1, 3L), (third.Failures, third.Token));
        await queue.ReleaseAsync(third, Minute, Token);
        Assert.Null(await queue.AcquireAsync("four", Minute, cancellationToken: Token));
        Assert.Equal(new WorkStatus(1, 0, 0, 0), await queue.GetStatusAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_failed_item_is_open_again_once_it_is_added_again()
    {
        await using var queue = _database.Open();
        await queue.AddAsync([new WorkItem("kubiya")], Token);
        var lease = (await queue.AcquireAsync("one", Minute, cancellationToken: Token))!;
        await queue.FailAsync(lease, Token);
        await queue.FailAsync(lease, Token);
        Assert.Null(await queue.AcquireAsync("two", Minute, cancellationToken: Token));
        Assert.Equal(new WorkStatus(0, 0, 0, 1), await queue.GetStatusAsync(cancellationToken: Token));
        Assert.Equal(1, await queue.AddAsync([new WorkItem("kubiya")], Token));
        Assert.Equal(0, (await queue.AcquireAsync("three", Minute, cancellationToken: Token))!.Failures);
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_changes_nothing()
    {
        await using var store = _database.Open();
        await store.AddAsync([new WorkItem("listed")], Token);
        var lost = (await store.AcquireAsync("one", Moment, cancellationToken: Token))!;
        var lease = (await store.AcquireAsync("two", Minute, cancellationToken: Token))!;
        await using var stale = store.CreateSink(lost);
        await using var sink = store.CreateSink(lease);
        var trace = new ReplicatedTrace(TraceAssembler.Assemble(
            new Trace { Reference = new TraceReference("listed", "trace-1"), Name = "a" }, [new Span { Id = "1", Name = "b" }]));

        await Assert.ThrowsAsync<LeaseLostException>(() => stale.WriteAsync([trace], "job", "stale"u8.ToArray(), Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => stale.WriteAsync([trace], Token));
        Assert.Equal(new TraceStoreStatistics(0, 0, 0), await store.GetStatisticsAsync(Token));
        Assert.True((await sink.ReadCheckpointAsync("job", Token)).IsEmpty);

        await sink.WriteAsync([trace], "job", "valid"u8.ToArray(), Token);
        Assert.Equal("valid"u8.ToArray(), (await sink.ReadCheckpointAsync("job", Token)).ToArray());
        Assert.True((await store.ReadCheckpointAsync("job", Token)).IsEmpty);
        Assert.Equal(1, (await store.GetStatisticsAsync(Token)).Traces);
        await store.CompleteAsync(lease, Token);
        await Assert.ThrowsAsync<LeaseLostException>(() => sink.WriteAsync([trace], Token));
    }

    [Fact]
    public async Task A_lease_that_expires_while_a_batch_is_written_is_not_taken_before_its_end()
    {
        await using var store = _database.Open();
        await store.AddAsync([new WorkItem("listed")], Token);
        var lease = (await store.AcquireAsync("one", Moment, cancellationToken: Token))!;
        await using var connection = await TestDatabase.OpenConnectionAsync(Token);
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            // The lock of a write.
            await using var command = new NpgsqlCommand($"SELECT 1 FROM {_database.Schema}.work_item FOR KEY SHARE", connection);
            await command.ExecuteNonQueryAsync(Token);
            Assert.Null(await store.AcquireAsync("two", Minute, cancellationToken: Token));
            await store.RenewAsync(lease, Moment, Token);
            await transaction.CommitAsync(Token);
        }

        Assert.NotNull(await store.AcquireAsync("two", Minute, cancellationToken: Token));
    }
}
