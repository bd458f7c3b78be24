using TraceClient.Otlp.Tests.Exporting;
using TraceClient.Testing;
using TraceClient.Tests;

namespace TraceClient.Otlp.Tests.Bridging;

public sealed class FollowTests : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(17);

    private readonly AutoAdvancingTimeProvider _clock = new() { LongestSkippedWait = TimeSpan.Zero };
    private readonly CancellationTokenSource _stop = new();
    private readonly Collector _collector = new();
    private readonly ListedSource _source = new();
    private readonly ProgressList _progress = new();
    private readonly TemporaryFolder _folder = new();

    private OtlpBridgeResult Latest => _progress.All[^1];

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task New_traces_of_all_services_arrive()
    {
        await using var simulator = await Bridges.SimulatorAsync();
        await using var client = Bridges.ClientOf(simulator);

        await FollowAsync(client, async () =>
        {
            simulator.Kubiya.AddSpan(simulator.Kubiya.AddTrace(startedAt: Bridges.Now));
            simulator.Galtea.AddSpan(simulator.Galtea.AddInferenceResultJson("{}"));
            await NextPauseAsync();
        });

        Bridges.AssertArrived(await Bridges.SpansOfAsync(client), _collector);
    }

    [Fact]
    public async Task A_pass_asks_only_for_what_is_new_and_reads_nothing_twice()
    {
        for (var i = 0; i < 50; i++)
            _source.Add($"trace-{i}", Bridges.Now.AddMinutes(-1 - i));
        await using var client = Bridges.ClientOf(_source);

        await FollowAsync(client, async () =>
        {
            await NextPauseAsync();
            await NextPauseAsync();
        });

        Assert.Equal((50, 3), (_source.Reads.Count, _source.Lists.Count));
        Assert.All(_source.Lists.Skip(1), list => Assert.InRange(list.From!.Value, Bridges.Now.AddMinutes(-7), Bridges.Now.AddMinutes(-5)));
        Assert.Equal(3, Latest.Passes);
    }

    [Fact]
    public async Task The_traces_of_its_own_reading_can_be_left_out()
    {
        await using var simulator = await Bridges.SimulatorAsync(options => options.Kubiya.ReadsCreateTraces = true);
        await using var client = Bridges.ClientOf(simulator);
        var options = Options();
        options.Filter = trace => trace is not { Source: "kubiya", Name: "traces.list" or "traces.get" };

        await FollowAsync(
            client,
            async () =>
            {
                await NextPauseAsync();
                await NextPauseAsync();
            },
            options);

        Assert.Equal(3, Latest.Passes);
        Assert.InRange(Latest.FilteredOut, 12, 100);
        var kubiya = simulator.Requests.For(SimulatedService.Kubiya);
        Assert.Equal(12, kubiya.Where(request => request.Path != "/api/v1/traces").Select(request => request.Path)
            .Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_trace_that_is_recorded_late_arrives_when_it_is_within_the_overlap()
    {
        _source.Add("first", Bridges.Now.AddMinutes(-1));
        await using var client = Bridges.ClientOf(_source);

        await FollowAsync(client, async () =>
        {
            _source.Add("late", Bridges.Now.AddMinutes(-5));
            await NextPauseAsync();
        });

        Bridges.AssertArrived(_source.Entries.SelectMany(entry => Bridges.IdsOf(entry.Trace)), _collector);
    }

    [Fact]
    public async Task A_trace_that_runs_arrives_again_whenever_it_has_grown()
    {
        _source.Add("running", Bridges.Now, spans: 1, isComplete: false);
        await using var client = Bridges.ClientOf(_source);

        await FollowAsync(client, async () =>
        {
            await NextPauseAsync();
            _source.Set("running", spans: 2, isComplete: false);
            await NextPauseAsync();
            _source.Set("running", spans: 3, isComplete: true);
            await NextPauseAsync();
            await NextPauseAsync(TimeSpan.FromMinutes(1));
        });

        Assert.Equal(1 + 2 + 3, Bridges.ArrivedAt(_collector).Count);
        Assert.Equal(0, Latest.Unfinished);
        Bridges.AssertArrived(Bridges.IdsOf(_source.Entries[0].Trace), _collector);
    }

    [Fact]
    public async Task A_trace_in_which_nothing_happens_is_looked_at_ever_more_rarely()
    {
        _source.Add("running", Bridges.Now, isComplete: false);
        await using var client = Bridges.ClientOf(_source);

        await FollowAsync(client, async () =>
        {
            for (var i = 0; i < 200; i++)
                await NextPauseAsync();
        });

        Assert.InRange(_source.Reads.Count, 20, 60);
        Assert.Equal((1, 1), (_collector.Requests.Count, Latest.Unfinished));
    }

    [Fact]
    public async Task A_source_whose_failure_may_pass_is_asked_again()
    {
        _source.Add("one", Bridges.Now.AddMinutes(-1));
        _source.OnList = _ => throw new TraceTransportException("no answer");
        await using var client = Bridges.ClientOf(_source);

        await FollowAsync(client, async () =>
        {
            Assert.Equal("listed", Assert.Single(Latest.SourceFailures).SourceName);
            _source.OnList = _ => { };
            await NextPauseAsync();
        });

        Assert.Empty(Latest.SourceFailures);
        Bridges.AssertArrived(Bridges.IdsOf(_source.Entries[0].Trace), _collector);
    }

    [Fact]
    public async Task A_source_whose_failure_does_not_pass_ends_it()
    {
        _source.Add("one", Bridges.Now);
        _source.OnList = _ => throw new TraceAuthenticationException("no");
        await using var client = Bridges.ClientOf(_source);
        await using var exporter = Bridges.To(_collector);

        await Assert.ThrowsAsync<TraceAuthenticationException>(
            () => exporter.BridgeAsync(client, options: new OtlpBridgeOptions { PollInterval = Pause }, cancellationToken: Bridges.Token));
    }

    [Fact]
    public async Task What_is_recorded_while_the_bridge_is_down_arrives_when_it_is_back()
    {
        _source.Add("before", Bridges.Now.AddMinutes(-10));
        await using var client = Bridges.ClientOf(_source);
        await FollowAsync(client, () => Task.CompletedTask);
        _source.Insert(0, "meanwhile", Bridges.Now.AddMinutes(-9));
        using var again = new CancellationTokenSource();
        await using var exporter = Bridges.To(_collector, clock: _clock);

        var bridge = exporter.BridgeAsync(client, options: Options(), cancellationToken: again.Token);
        await PausedAsync();
        await again.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bridge);
        Assert.Equal(["before", "meanwhile"], _source.Reads);
        Bridges.AssertArrived(_source.Entries.SelectMany(entry => Bridges.IdsOf(entry.Trace)), _collector);
    }

    /// <summary>Follows, lets things happen from the first pause on, and stops.</summary>
    private async Task FollowAsync(ITraceClient client, Func<Task> meanwhile, OtlpBridgeOptions? options = null)
    {
        await using var exporter = Bridges.To(_collector, clock: _clock);
        var bridge = exporter.BridgeAsync(client, options: options ?? Options(), cancellationToken: _stop.Token);
        await Task.WhenAny(bridge, PausedAsync());
        await meanwhile();
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bridge);
    }

    /// <summary>Waits until the bridge pauses.</summary>
    private async Task PausedAsync()
    {
        while ((await _clock.Timers.ReadAsync(Bridges.Token)).DueTime != Pause)
        {
        }
    }

    /// <summary>Ends the pause and waits for the next one.</summary>
    private Task NextPauseAsync(TimeSpan? elapsed = null)
    {
        _clock.Advance(elapsed ?? Pause);
        return PausedAsync();
    }

    private OtlpBridgeOptions Options() => new() { PollInterval = Pause, Progress = _progress, CheckpointPath = _folder.File() };
}
