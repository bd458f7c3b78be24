using TraceClient.Testing;
using TraceClient.Tests;

namespace TraceClient.Replication.Tests;

public sealed class FollowTests : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(17);

    private readonly AutoAdvancingTimeProvider _clock = new() { LongestSkippedWait = TimeSpan.Zero };
    private readonly CancellationTokenSource _stop = new();
    private readonly MemorySink _sink = new();
    private readonly ListedSource _source = new();
    private readonly ProgressList _progress = new();
    private readonly TemporaryFolder _folder = new();

    private ReplicationResult Latest => _progress.All[^1];

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task New_traces_of_all_services_arrive()
    {
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);

        await FollowAsync(client, async () =>
        {
            simulator.Kubiya.AddSpan(simulator.Kubiya.AddTrace(startedAt: Replications.Now));
            simulator.Galtea.AddSpan(simulator.Galtea.AddInferenceResultJson("{}"));
            await NextPauseAsync();
        });

        Replications.AssertWritten(await Replications.SpansOfAsync(client), _sink);
    }

    [Fact]
    public async Task A_pass_lists_only_what_is_new_and_reads_nothing_twice()
    {
        for (var i = 0; i < 50; i++)
            _source.Add($"trace-{i}", Replications.Now.AddMinutes(-1 - i));
        await using var client = Replications.ClientOf(_source);

        await FollowAsync(client, async () =>
        {
            await NextPauseAsync();
            await NextPauseAsync();
        });

        Assert.Equal((50, 3), (_source.Reads.Count, _source.Lists.Count));
        var (earliest, latest) = (Replications.Now.AddMinutes(-7), Replications.Now.AddMinutes(-5));
        Assert.All(_source.Lists.Skip(1), list => Assert.InRange(list.From!.Value, earliest, latest));
        Assert.Equal(3, Latest.Passes);
    }

    [Fact]
    public async Task The_traces_of_its_own_requests_are_left_out()
    {
        await using var simulator = await Replications.SimulatorAsync(options => options.Kubiya.ReadsCreateTraces = true);
        await using var client = Replications.ClientOf(simulator);

        await FollowAsync(client, async () =>
        {
            await NextPauseAsync();
            await NextPauseAsync();
        });

        Assert.Equal(3, Latest.Passes);
        Assert.InRange(Latest.FilteredOut, 12, 100);
        var kubiya = simulator.Requests.For(SimulatedService.Kubiya);
        Assert.Equal(12, kubiya.Where(request => request.Path != "/api/v1/traces").Select(request => request.Path)
            .Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_trace_that_is_recorded_late_arrives_when_it_is_within_the_overlap()
    {
        _source.Add("first", Replications.Now.AddMinutes(-1));
        await using var client = Replications.ClientOf(_source);

        await FollowAsync(client, async () =>
        {
            _source.Add("late", Replications.Now.AddMinutes(-5));
            await NextPauseAsync();
        });

        Replications.AssertWritten(_source.Entries.SelectMany(entry => Replications.IdsOf(entry.Trace)), _sink);
    }

    [Fact]
    public async Task A_trace_that_runs_arrives_again_whenever_it_has_grown()
    {
        _source.Add("running", Replications.Now, spans: 1, isComplete: false);
        await using var client = Replications.ClientOf(_source);

        await FollowAsync(client, async () =>
        {
            await NextPauseAsync();
            _source.Set("running", spans: 2, isComplete: false);
            await NextPauseAsync();
            _source.Set("running", spans: 3, isComplete: true);
            await NextPauseAsync();
            await NextPauseAsync(TimeSpan.FromMinutes(1));
        });

        Assert.Equal(1 + 2 + 3, _sink.SpanIds.Count);
        Assert.Equal(0, Latest.Unfinished);
        Replications.AssertWritten(Replications.IdsOf(_source.Entries[0].Trace), _sink);
    }

    [Fact]
    public async Task A_trace_in_which_nothing_happens_is_read_ever_more_rarely()
    {
        _source.Add("running", Replications.Now, isComplete: false);
        await using var client = Replications.ClientOf(_source);

        await FollowAsync(client, async () =>
        {
            for (var i = 0; i < 200; i++)
                await NextPauseAsync();
        });

        Assert.InRange(_source.Reads.Count, 20, 60);
        Assert.Equal((1, 1), (_sink.Writes, Latest.Unfinished));
    }

    [Fact]
    public async Task A_source_whose_failure_is_transient_is_listed_again()
    {
        _source.Add("one", Replications.Now.AddMinutes(-1));
        _source.OnList = _ => throw new TraceTransportException("no response");
        await using var client = Replications.ClientOf(_source);

        await FollowAsync(client, async () =>
        {
            Assert.Equal("listed", Assert.Single(Latest.SourceFailures).SourceName);
            _source.OnList = _ => { };
            await NextPauseAsync();
        });

        Assert.Empty(Latest.SourceFailures);
        Replications.AssertWritten(Replications.IdsOf(_source.Entries[0].Trace), _sink);
    }

    [Fact]
    public async Task A_source_whose_failure_is_not_transient_ends_the_run()
    {
        _source.Add("one", Replications.Now);
        _source.OnList = _ => throw new TraceAuthenticationException("no");
        await using var client = Replications.ClientOf(_source);

        await Assert.ThrowsAsync<TraceAuthenticationException>(
            () => Replications.RunAsync(client, _sink, new ReplicationOptions { PollInterval = Pause }));
    }

    [Fact]
    public async Task What_is_recorded_between_two_runs_is_written_by_the_next_one()
    {
        _source.Add("before", Replications.Now.AddMinutes(-10));
        await using var client = Replications.ClientOf(_source);
        await FollowAsync(client, () => Task.CompletedTask);
        _source.Insert(0, "meanwhile", Replications.Now.AddMinutes(-9));
        using var again = new CancellationTokenSource();

        var run = RunAsync(client, again.Token);
        await PausedAsync();
        await again.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(["before", "meanwhile"], _source.Reads);
        Replications.AssertWritten(_source.Entries.SelectMany(entry => Replications.IdsOf(entry.Trace)), _sink);
    }

    /// <summary>Follows, lets things happen from the first pause on, and stops.</summary>
    private async Task FollowAsync(ITraceClient client, Func<Task> meanwhile)
    {
        var run = RunAsync(client, _stop.Token);
        await Task.WhenAny(run, PausedAsync());
        await meanwhile();
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    /// <summary>Waits until the run pauses.</summary>
    private async Task PausedAsync()
    {
        while ((await _clock.Timers.ReadAsync(Replications.Token)).DueTime != Pause)
        {
        }
    }

    /// <summary>Ends the pause and waits for the next one.</summary>
    private Task NextPauseAsync(TimeSpan? elapsed = null)
    {
        _clock.Advance(elapsed ?? Pause);
        return PausedAsync();
    }

    private Task<ReplicationResult> RunAsync(ITraceClient client, CancellationToken cancellationToken)
    {
        var options = new ReplicationOptions { PollInterval = Pause, Progress = _progress, CheckpointPath = _folder.File() };
        return new TraceReplicator(client, _sink, options, _clock).RunAsync(cancellationToken: cancellationToken);
    }
}
