using System.Net;
using System.Text;
using TraceClient.Tests;

namespace TraceClient.Replication.Tests;

/// <summary>Tests checkpoints that a sink stores together with the traces.</summary>
public sealed class SinkCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CheckpointedSink _sink = new();
    private readonly ListedSource _source = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_batch_is_stored_with_the_checkpoint_that_has_it_as_done()
    {
        Fill(30);
        var stored = new List<(int Traces, string Checkpoint)>();
        _sink.AfterCommit = _ =>
        {
            stored.Add((_sink.Traces.Count, _sink.CheckpointText));
            return Task.CompletedTask;
        };

        await RunAsync(batchSize: 10);

        foreach (var (traces, checkpoint) in stored)
        {
            // What a new process makes of this state: it writes the rest.
            var copy = new CheckpointedSink();
            copy.Checkpoints[Assert.Single(_sink.Checkpoints).Key] = Encoding.UTF8.GetBytes(checkpoint);
            var result = await RunAsync(sink: copy);
            Assert.Equal(30 - traces, result.Written);
        }

        Assert.Equal([10, 20, 30], stored.Select(one => one.Traces).Distinct());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_at_any_write_each_trace_is_stored_once(bool isStored)
    {
        Fill(12);
        _source.Add("undated", recordedAt: null);
        var write = 1;
        for (var isDone = false; !isDone; write++)
        {
            var sink = new CheckpointedSink();
            sink.KillAt(write, isStored);
            isDone = await EndsAsync(sink);
            sink.Restart();

            await RunAsync(batchSize: 3, sink);

            Assert.Equal(References(), sink.Written.Order(StringComparer.Ordinal));
            var again = await RunAsync(batchSize: 3, sink);
            Assert.Equal((0, 0), (again.Written, again.Failed));
        }

        // Five batches at least, and the end of the pass.
        Assert.InRange(write, 6, 20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Killed_again_and_again_each_trace_of_several_sources_is_stored_once(int seed)
    {
        var random = new Random(seed);
        Fill(random.Next(20, 60));
        var other = new ListedSource("other");
        for (var i = 0; i < 30; i++)
            other.Add($"t-{i}", i % 9 == 0 ? null : Replications.Now.AddMinutes(-1 - (7 * i)));
        for (var run = 1; ; run++)
        {
            Assert.True(run < 100, "The run never comes to its end.");
            _sink.Restart();
            _sink.KillAt(_sink.Writes + random.Next(1, 6), isStored: random.Next(2) == 0);
            if (await EndsAsync(_sink, batchSize: random.Next(1, 5), _source, other))
                break;
        }

        Assert.Equal(References(_source, other), _sink.Written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Cancelled_at_any_write_each_trace_is_stored_once()
    {
        Fill(40);
        for (var run = 0; run < 20; run++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Replications.Token);
            var last = _sink.Writes + 2;
            _sink.BeforeCommit = (count, _) => count == last ? stop.CancelAsync() : Task.CompletedTask;
            try
            {
                await RunAsync(batchSize: 2, token: stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                continue;
            }

            break;
        }

        Assert.Equal(References(), _sink.Written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_trace_is_stored_with_the_time_at_which_its_source_recorded_it()
    {
        _source.Add("dated", Replications.Now.AddMinutes(-10));
        _source.Add("undated", recordedAt: null);

        await RunAsync(batchSize: 1);

        Assert.Equal(2, _sink.RecordedAt.Count);
        Assert.Contains(TraceTimestamp.FromDateTimeOffset(Replications.Now.AddMinutes(-10)), _sink.RecordedAt);
        Assert.Contains(null, _sink.RecordedAt);
    }

    [Fact]
    public async Task A_trace_that_is_refused_fails_alone_and_is_retried_by_the_next_run()
    {
        Fill(30);
        _sink.BeforeCommit = RefuseWith("listed:trace-11");
        var first = await RunAsync();
        var second = await RunAsync();
        _sink.Restart();

        var third = await RunAsync();

        Assert.Equal((29, 1), (first.Written, first.Failed));
        Assert.Equal("listed:trace-11", Assert.Single(first.Failures).Reference.ToString());
        Assert.Equal((0, 1), (second.Written, second.Failed));
        Assert.Equal((1, 0), (third.Written, third.Failed));
        Assert.Equal(References(), _sink.Written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Killed_amid_a_refused_batch_each_trace_is_stored_once()
    {
        Fill(16);
        var refuse = RefuseWith("listed:trace-11");
        for (var write = 1; write <= 12; write++)
        {
            var sink = new CheckpointedSink();
            var (killed, isDead) = (write, false);
            sink.BeforeCommit = (count, traces) =>
            {
                isDead |= count >= killed;
                return isDead ? throw new TraceTransportException("killed") : refuse(count, traces);
            };
            await EndsAsync(sink, batchSize: 16);
            sink.Restart();

            await RunAsync(batchSize: 16, sink);

            Assert.Equal(References(), sink.Written.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_sink_that_refuses_all_traces_ends_the_run()
    {
        Fill(100);
        _sink.BeforeCommit = (_, traces) => traces.Count > 0 ? throw Refusal() : Task.CompletedTask;

        await Assert.ThrowsAsync<TraceValidationException>(() => RunAsync());

        Assert.Empty(_sink.Written);
    }

    [Fact]
    public async Task A_trace_that_runs_is_stored_again_when_it_has_grown()
    {
        await Replications.AssertGrowthIsWrittenAsync(_source, () => RunAsync());

        Assert.Equal(3, Assert.Single(_sink.Traces).Value.Spans.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_when_a_trace_has_grown_the_next_run_stores_what_is_missing(bool isStored)
    {
        _source.Add("running", Replications.Now.AddMinutes(-2), spans: 2, isComplete: false);
        await RunAsync();
        _source.Set("running", spans: 3, isComplete: false);
        _sink.KillAt(_sink.Writes + 1, isStored);
        Assert.False(await EndsAsync(_sink));
        _sink.Restart();

        var result = await RunAsync();

        Assert.Equal((isStored ? 0 : 1, 1), (result.Written, result.Unfinished));
        Assert.Equal(3, Assert.Single(_sink.Traces).Value.Spans.Count);
    }

    [Fact]
    public async Task A_trace_that_could_not_be_read_is_in_the_checkpoint_and_is_read_by_the_next_run()
    {
        Fill(10);
        _source.OnRead = (id, _) => id == "trace-4" ? throw new TraceFormatException("not JSON") : Task.CompletedTask;
        var first = await RunAsync();
        _source.OnRead = (_, _) => Task.CompletedTask;

        var second = await RunAsync();

        Assert.Equal((9, 1), (first.Written, first.Failed));
        Assert.Equal((1, 0), (second.Written, second.Failed));
        Assert.Equal(11, _source.Reads.Count);
    }

    [Fact]
    public async Task Nothing_is_written_when_nothing_has_changed()
    {
        Fill(10);
        await RunAsync();
        var writes = _sink.Writes;

        await RunAsync();

        Assert.Equal(writes, _sink.Writes);
    }

    [Fact]
    public async Task A_checkpoint_is_written_alone_only_at_the_end_of_a_pass()
    {
        Fill(30);

        await RunAsync(batchSize: 5);

        Assert.InRange(_sink.EmptyWrites, 0, 1);
    }

    [Theory]
    [InlineData("hush-hush", "damaged")]
    [InlineData("{}", "damaged")]
    [InlineData("""{"format":"traceclient checkpoint","version":3,"target":"sink","job":"","sources":{}}""", "another version")]
    [InlineData("""{"format":"traceclient checkpoint","version":2,"target":"sink","job":"","sources":null}""", "damaged")]
    public async Task A_checkpoint_that_is_damaged_or_of_another_version_is_refused_and_left_alone(string content, string message)
    {
        Fill(3);
        await RunAsync();
        var job = Assert.Single(_sink.Checkpoints).Key;
        _sink.Checkpoints[job] = Encoding.UTF8.GetBytes(content);
        var writes = _sink.Writes;

        var error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync());

        Assert.StartsWith("The checkpoint in store is ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
        Assert.Equal((content, writes), (_sink.CheckpointText, _sink.Writes));
    }

    [Fact]
    public async Task Each_query_and_share_has_a_checkpoint_of_its_own()
    {
        Fill(10);
        await RunAsync();
        await RunAsync(query: new TraceQuery { User = "ann@example.com" });
        await RunAsync(query: new TraceQuery { From = Replications.Now.AddDays(-1) });
        await Replications.RunAsync(Client(), _sink, new ReplicationOptions { Shard = new TraceShard(1, 2) });

        Assert.Equal(3, _sink.Checkpoints.Count);
        Assert.All(_sink.Checkpoints, one => Assert.DoesNotContain("ann", one.Key + Encoding.UTF8.GetString(one.Value),
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_checkpoint_does_not_depend_on_the_place_of_the_sink()
    {
        Fill(10);
        await RunAsync();
        _sink.Target = "moved";

        Assert.Equal(0, (await RunAsync()).Written);
    }

    [Fact]
    public async Task Sources_that_are_not_part_of_a_run_keep_their_progress()
    {
        Fill(10);
        var other = new ListedSource("other");
        other.Add("a", Replications.Now.AddHours(-1));
        await RunAsync(sources: [_source, other]);
        await RunAsync(query: new TraceQuery { Sources = ["other"] }, sources: [_source, other]);

        await RunAsync(sources: [_source, other]);

        Assert.Equal((10, 1), (_source.Reads.Count, other.Reads.Count));
    }

    [Fact]
    public async Task A_path_of_a_checkpoint_takes_precedence_over_the_sink()
    {
        Fill(10);
        var options = new ReplicationOptions { CheckpointPath = _folder.File() };

        await Replications.RunAsync(Client(), _sink, options);
        var second = await Replications.RunAsync(Client(), _sink, options);

        Assert.Equal((10, 0), (_sink.Written.Count, second.Written));
        Assert.Empty(_sink.Checkpoints);
        Assert.True(File.Exists(_folder.File()));
    }

    [Fact]
    public async Task Passes_that_follow_each_other_store_what_is_new()
    {
        Fill(5);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Replications.Token);
        var progress = new ProgressAction(result =>
        {
            if (result is { Passes: 1, Written: 5 } && _source.Entries.Count == 5)
                _source.Insert(0, "new", Replications.Now.AddSeconds(-40));
            if (result.Passes == 3)
                stop.Cancel();
        });
        var options = new ReplicationOptions { PollInterval = TimeSpan.FromSeconds(10), Progress = progress };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new TraceReplicator(Client(), _sink, options, new AutoAdvancingTimeProvider()).RunAsync(null, stop.Token));

        Assert.Equal(References(), _sink.Written.Order(StringComparer.Ordinal));
        Assert.Equal(0, (await RunAsync()).Written);
    }

    [Fact]
    public async Task A_sink_that_cannot_be_read_ends_the_run_before_anything_is_read()
    {
        Fill(3);
        _sink.BeforeRead = () => throw new TraceTransportException("not reachable");

        Assert.Equal("not reachable", (await Assert.ThrowsAsync<TraceTransportException>(() => RunAsync())).Message);
        Assert.Empty(_source.Lists);
    }

    [Fact]
    public async Task An_unexpected_exception_of_a_sink_at_the_read_of_its_checkpoint_is_wrapped()
    {
        Fill(3);
        _sink.BeforeRead = () => throw new InvalidOperationException("with a secret");

        var error = await Assert.ThrowsAsync<TraceClientException>(() => RunAsync());

        Assert.Equal("The sink store failed with an unexpected InvalidOperationException.", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unexpected_exception_of_a_sink_at_a_write_is_wrapped(bool isOfCheckpointAlone)
    {
        Fill(3);
        _source.OnRead = (_, _) => isOfCheckpointAlone ? throw new TraceFormatException("not JSON") : Task.CompletedTask;
        _sink.BeforeCommit = (_, traces) => traces.Count == 0 == isOfCheckpointAlone
            ? throw new InvalidOperationException("with a secret")
            : Task.CompletedTask;

        var error = await Assert.ThrowsAsync<TraceClientException>(() => RunAsync());

        Assert.Equal("The sink store failed with an unexpected InvalidOperationException.", error.Message);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public async Task A_stopped_run_ends_with_its_reason_though_the_checkpoint_cannot_be_written_any_more()
    {
        Fill(30);
        _sink.BeforeCommit = (count, _) => count switch
        {
            1 => Task.CompletedTask,
            2 => throw new TraceAuthenticationException("the token is wrong"),
            _ => throw new InvalidOperationException("broken"),
        };

        await Assert.ThrowsAsync<TraceAuthenticationException>(() => RunAsync(batchSize: 10));
    }

    private static Func<int, IReadOnlyList<ReplicatedTrace>, Task> RefuseWith(string reference) => (_, traces) =>
        traces.Any(one => one.Trace.Reference.ToString() == reference) ? throw Refusal() : Task.CompletedTask;

    private static TraceValidationException Refusal() => new("bad span", HttpStatusCode.BadRequest);

    private void Fill(int traces)
    {
        for (var i = 0; i < traces; i++)
            _source.Add($"trace-{i}", Replications.Now.AddMinutes(-1 - i));
    }

    private IEnumerable<string> References(params ListedSource[] sources) =>
        (sources is [] ? [_source] : sources).SelectMany(source => source.Entries)
            .Select(entry => entry.Summary.Reference.ToString()).Order(StringComparer.Ordinal);

    private StandaloneTraceClient Client(params ListedSource[] sources) => Replications.ClientOf(sources is [] ? [_source] : sources);

    private async Task<ReplicationResult> RunAsync(
        int batchSize = 100, CheckpointedSink? sink = null, TraceQuery? query = null, ListedSource[]? sources = null,
        CancellationToken? token = null)
    {
        await using var client = Client(sources ?? []);
        return await Replications.RunAsync(
            client, sink ?? _sink, new ReplicationOptions { BatchSize = batchSize, MaxParallelReads = 2 }, query, token);
    }

    /// <summary>Runs until the end, or until the sink ends the process.</summary>
    private async Task<bool> EndsAsync(CheckpointedSink sink, int batchSize = 3, params ListedSource[] sources)
    {
        try
        {
            await RunAsync(batchSize, sink, sources: sources);
            return true;
        }
        catch (TraceTransportException exception) when (exception.Message == "killed")
        {
            return false;
        }
    }

    private sealed class ProgressAction(Action<ReplicationResult> action) : IProgress<ReplicationResult>
    {
        public void Report(ReplicationResult value) => action(value);
    }
}
