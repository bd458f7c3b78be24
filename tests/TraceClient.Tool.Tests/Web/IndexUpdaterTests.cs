using System.Threading.Channels;

namespace TraceClient.Tool.Tests.Web;

public sealed class IndexUpdaterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_subscriber_a_source_is_not_polled()
    {
        await using var updates = Updates.Start(new ServedSource("kubiya"));
        await updates.WaitForDelayAsync(1);

        updates.Clock.Advance(IndexUpdater.PollInterval * 10);
        updates.Clock.Advance(IndexUpdater.PollInterval * 10);
        Assert.Equal(1, updates.Source.ListCount);

        using var subscription = updates.Events.Subscribe();
        await updates.WaitForDelayAsync(2);
        Assert.Equal(2, updates.Source.ListCount);
    }

    [Fact]
    public async Task With_a_subscriber_a_source_is_polled_every_15_seconds()
    {
        await using var updates = Updates.Start(new ServedSource("kubiya"));
        using var subscription = updates.Events.Subscribe();
        for (var polls = 1; polls <= 4; polls++)
        {
            await updates.WaitForDelayAsync(polls);
            Assert.Equal(polls, updates.Source.ListCount);
            updates.Clock.Advance(TimeSpan.FromSeconds(14.9));
            Assert.Equal(polls, updates.Source.ListCount);
            updates.Clock.Advance(TimeSpan.FromSeconds(.1));
        }
    }

    [Fact]
    public async Task A_running_trace_is_updated_when_it_has_ended()
    {
        var source = new ServedSource("kubiya");
        var trace = ServedTraces.Of("kubiya:a", "run", age: 50);
        source.Put(trace with { Status = TraceStatus.Running });
        source.Put(ServedTraces.Of("kubiya:b", "newer"));
        await using var updates = Updates.Start(source);
        using var subscription = updates.Events.Subscribe();
        await updates.WaitForDelayAsync(1);

        source.Put(trace);
        updates.Clock.Advance(IndexUpdater.PollInterval);
        await updates.WaitForDelayAsync(2);

        Assert.Equal(TraceStatus.Ok, updates.Index.List(new TraceListQuery { Text = "run" }).Traces[0].Status);
    }

    [Fact]
    public async Task A_list_that_has_not_changed_is_not_announced()
    {
        var source = new ServedSource("kubiya");
        source.Put(ServedTraces.Of("kubiya:a", "run"));
        await using var updates = Updates.Start(source);
        await updates.WaitForDelayAsync(1);
        using var subscription = updates.Events.Subscribe();

        updates.Clock.Advance(IndexUpdater.PollInterval);
        await updates.WaitForDelayAsync(2);

        Assert.False(subscription.Events.TryRead(out _));
    }

    [Fact]
    public async Task After_a_failure_at_the_start_the_whole_list_is_read()
    {
        var source = new ServedSource("kubiya") { Failure = new TraceTransportException("kubiya: The connection was refused.") };
        await using var updates = Updates.Start(source);
        await updates.WaitForDelayAsync(1);
        Assert.Equal("kubiya: The connection was refused.", updates.Index.Sources[0].Error?.Message);
        using var subscription = updates.Events.Subscribe();

        source.Failure = null;
        source.Put(ServedTraces.Of("kubiya:a", "old", age: 10_000));
        updates.Clock.Advance(IndexUpdater.PollInterval);
        await updates.WaitForDelayAsync(2);

        Assert.Single(updates.Index.List(new TraceListQuery()).Traces);
        Assert.Equal(new SourceState("kubiya", IsLoading: false, Error: null) { Count = 1 }, updates.Index.Sources[0]);
    }

    [Fact]
    public async Task At_the_start_no_more_traces_than_the_limit_are_read()
    {
        var source = new ServedSource("kubiya");
        for (var i = 0; i < 5; i++)
            source.Put(ServedTraces.Of($"kubiya:{i}", $"run{i}", age: i));
        await using var updates = Updates.Start(source, limit: 3);
        await updates.WaitForDelayAsync(1);

        Assert.Equal(["run0", "run1", "run2"], updates.Index.List(new TraceListQuery()).Traces.Select(trace => trace.Name));
    }

    [Fact]
    public async Task A_trace_from_the_future_does_not_hide_later_ones()
    {
        var source = new ServedSource("kubiya");
        source.Put(ServedTraces.Of("kubiya:a", "future", age: -1_000_000));
        await using var updates = Updates.Start(source);
        await updates.WaitForDelayAsync(1);
        using var subscription = updates.Events.Subscribe();

        source.Put(ServedTraces.Of("kubiya:b", "today"));
        updates.Clock.Advance(IndexUpdater.PollInterval);
        await updates.WaitForDelayAsync(2);

        Assert.Equal(2, updates.Index.List(new TraceListQuery()).Traces.Count);
    }

    /// <summary>An updater that runs over one source.</summary>
    private sealed class Updates : IAsyncDisposable
    {
        private readonly StandaloneTraceClient _client;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _run;

        private Updates(ServedSource source, int? limit)
        {
            Source = source;
            _client = TraceClients.Create(_ => { }, builder => builder.AddSource(_ => source));
            _run = new IndexUpdater(_client, Index, Events, Clock) { Limit = limit }.RunAsync(_stop.Token);
        }

        public ServedSource Source { get; }

        public DelayCountingTimeProvider Clock { get; } = new();

        public EventHub Events { get; } = new();

        public TraceIndex Index { get; } = new(["kubiya"]);

        public static Updates Start(ServedSource source, int? limit = null) => new(source, limit);

        /// <summary>Waits until the updater waits for the next poll.</summary>
        public Task WaitForDelayAsync(int count) => Clock.WaitAsync(count, Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _client.DisposeAsync();
            _stop.Dispose();
        }
    }

    /// <summary>A fake time that knows how many delays have begun.</summary>
    private sealed class DelayCountingTimeProvider() : FakeTimeProvider(SimulatorFixture.Time)
    {
        private readonly Channel<TimeSpan> _begun = Channel.CreateUnbounded<TimeSpan>();
        private int _count;

        public async Task WaitAsync(int count, CancellationToken cancellationToken)
        {
            while (_count < count)
            {
                await _begun.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(2), cancellationToken);
                _count++;
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _begun.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
