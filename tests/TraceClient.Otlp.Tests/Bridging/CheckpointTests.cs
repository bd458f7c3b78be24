using TraceClient.Otlp.Tests.Exporting;

namespace TraceClient.Otlp.Tests.Bridging;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ListedSource _source = new();

    private string CheckpointPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stopped_bridge_asks_only_for_what_is_not_done()
    {
        Fill(100);
        await using var collector = new Collector(Enumerable.Repeat(Answer.Ok, 30).Append(Answer.Json(401, "{}")).ToArray());
        var query = new TraceQuery { From = Bridges.Now.AddDays(-1) };
        await Assert.ThrowsAsync<TraceAuthenticationException>(() => RunAsync(collector, query));
        var reads = _source.Reads.Count;

        var result = await RunAsync(collector, query);

        var (newer, older) = (_source.Lists[1], _source.Lists[2]);
        Assert.Equal(3, _source.Lists.Count);
        Assert.InRange(newer.From!.Value, Bridges.Now.AddMinutes(-7), Bridges.Now.AddMinutes(-5));
        Assert.Null(newer.To);
        Assert.Equal(query.From, older.From);
        Assert.InRange(older.To!.Value, Bridges.Now.AddMinutes(-35), Bridges.Now.AddMinutes(-20));
        Assert.Equal((70, 0), (result.Exported, result.Failed));
        Assert.Equal(70, _source.Reads.Count - reads);
        AssertAllArrived(collector);
    }

    [Fact]
    public async Task A_list_without_times_is_read_as_a_whole_until_it_is_known_to_have_no_traces_without_a_time()
    {
        Fill(20);
        await using var collector = new Collector(Enumerable.Repeat(Answer.Ok, 10).Append(Answer.Json(401, "{}")).ToArray());
        await Assert.ThrowsAsync<TraceAuthenticationException>(() => RunAsync(collector));

        await RunAsync(collector);
        await RunAsync(collector);

        Assert.Equal([null, null], [.. _source.Lists.Take(2).Select(list => list.From)]);
        Assert.Equal(3, _source.Lists.Count);
        Assert.NotNull(_source.Lists[2].From);
        AssertAllArrived(collector);
    }

    [Fact]
    public async Task Traces_without_a_time_are_looked_for_in_each_run_and_arrive_once()
    {
        Fill(10);
        _source.Add("undated-1", recordedAt: null);
        await using var collector = new Collector();
        await RunAsync(collector);
        _source.Add("undated-2", recordedAt: null);

        var result = await RunAsync(collector);

        Assert.Equal(1, result.Exported);
        Assert.Equal(_source.Reads.Distinct(StringComparer.Ordinal).Count(), _source.Reads.Count);
        AssertAllArrived(collector);
    }

    [Fact]
    public async Task A_checkpoint_does_not_grow_with_the_number_of_traces()
    {
        Fill(1000);
        await using var collector = new Collector();
        var most = 0L;
        collector.OnRequest = _ =>
        {
            most = Math.Max(most, File.Exists(CheckpointPath) ? new FileInfo(CheckpointPath).Length : 0);
            return Task.CompletedTask;
        };

        await RunAsync(collector);

        // Ten minutes of traces, one a minute, and what is under way.
        Assert.InRange(most, 1, 3000);
        Assert.InRange(new FileInfo(CheckpointPath).Length, 1, 1000);
    }

    [Fact]
    public async Task Times_and_sources_of_a_query_may_change()
    {
        Fill(100);
        await using var collector = new Collector();
        await RunAsync(collector, new TraceQuery { From = Bridges.Now.AddMinutes(-20.5) });
        await RunAsync(collector, new TraceQuery { From = Bridges.Now.AddMinutes(-60.5), To = Bridges.Now.AddMinutes(-40.5) });

        var result = await RunAsync(collector, new TraceQuery { Sources = ["listed"] });

        Assert.Equal(100 - 20 - 20, result.Exported);
        Assert.Equal(100, _source.Reads.Count);
        AssertAllArrived(collector);
    }

    [Fact]
    public async Task Sources_that_are_not_asked_keep_their_place()
    {
        Fill(10);
        var other = new ListedSource("other");
        other.Add("a", Bridges.Now.AddHours(-1));
        await using var collector = new Collector();
        await RunAsync(collector, null, _source, other);
        await RunAsync(collector, new TraceQuery { Sources = ["other"] }, _source, other);

        await RunAsync(collector, null, _source, other);

        Assert.Equal((10, 1), (_source.Reads.Count, other.Reads.Count));
    }

    [Fact]
    public async Task A_trace_that_runs_comes_again_when_it_has_grown()
    {
        _source.Add("running", Bridges.Now.AddMinutes(-2), spans: 2, isComplete: false);
        await using var collector = new Collector();
        var first = await RunAsync(collector);
        var unchanged = await RunAsync(collector);
        _source.Set("running", spans: 3, isComplete: true);

        var grown = await RunAsync(collector);
        var done = await RunAsync(collector);

        Assert.Equal((1, 1), (first.Exported, first.Unfinished));
        Assert.Equal((0, 1), (unchanged.Exported, unchanged.Unfinished));
        Assert.Equal((1, 0), (grown.Exported, grown.Unfinished));
        Assert.Equal((0, 3), (done.Exported, _source.Reads.Count));
        Assert.Equal((3, 5), (Bridges.ArrivedAt(collector).Distinct(StringComparer.Ordinal).Count(), Bridges.ArrivedAt(collector).Count));
    }

    [Fact]
    public async Task A_trace_that_has_just_ended_is_looked_at_again_for_late_spans()
    {
        _source.Add("fresh", Bridges.Now.AddSeconds(-5), spans: 2);
        await using var collector = new Collector();
        var first = await RunAsync(collector);
        _source.Set("fresh", spans: 3, isComplete: true);

        await RunAsync(collector);

        Assert.Equal(1, first.Unfinished);
        AssertAllArrived(collector);
    }

    [Fact]
    public async Task A_trace_that_says_nothing_new_for_long_is_done()
    {
        _source.Add("old", Bridges.Now.AddDays(-2), isComplete: false);
        await using var collector = new Collector();

        var result = await RunAsync(collector);

        Assert.Equal((1, 0), (result.Exported, result.Unfinished));
    }

    [Fact]
    public async Task A_trace_that_failed_is_tried_again_by_the_next_run()
    {
        Fill(30);
        _source.OnRead = (id, _) => id == "trace-20" ? throw new TraceFormatException("not JSON") : Task.CompletedTask;
        await using var collector = new Collector();
        var first = await RunAsync(collector);
        var second = await RunAsync(collector);
        _source.OnRead = (_, _) => Task.CompletedTask;

        var third = await RunAsync(collector);

        Assert.Equal((29, 1), (first.Exported, first.Failed));
        Assert.Equal((0, 1), (second.Exported, second.Failed));
        Assert.Equal("listed:trace-20", Assert.Single(second.Failures).Reference.ToString());
        Assert.Equal((1, 0), (third.Exported, third.Failed));
        Assert.Empty(third.Failures);
        AssertAllArrived(collector);
    }

    [Fact]
    public async Task Traces_of_a_source_that_failed_arrive_with_the_next_run()
    {
        Fill(50);
        _source.OnList = position => _ = position == 25 ? throw new TraceTransportException("gone") : 0;
        await using var collector = new Collector();
        await Assert.ThrowsAsync<TraceTransportException>(() => RunAsync(collector));
        Assert.Equal(25, _source.Reads.Count);
        _source.OnList = _ => { };

        await RunAsync(collector);

        Assert.Equal(50, _source.Reads.Count);
        AssertAllArrived(collector);
    }

    [Fact]
    public async Task A_trace_from_the_future_does_not_close_the_present()
    {
        _source.Add("future", new DateTimeOffset(2199, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Fill(3);
        await using var collector = new Collector();
        await RunAsync(collector);
        _source.Insert(1, "new", Bridges.Now);

        await RunAsync(collector);

        AssertAllArrived(collector);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\":\"traceclient bridge checkpoint\",\"version\":1,\"jo")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("{\"format\":\"\",\"version\":1,\"job\":\"\",\"sources\":{\"hush-hush\":7}}")]
    [InlineData("hush-hush")]
    [InlineData("null")]
    [InlineData("{\"format\":\"another\",\"version\":1,\"job\":\"\",\"sources\":{}}")]
    [InlineData("{\"format\":\"traceclient bridge checkpoint\",\"version\":1,\"job\":\"\",\"sources\":null}")]
    [InlineData("{\"format\":\"traceclient bridge checkpoint\",\"version\":1,\"job\":\"\",\"sources\":{\"a\":null}}")]
    [InlineData(
        "{\"format\":\"traceclient bridge checkpoint\",\"version\":1,\"job\":\"\",\"sources\":{\"A "
            + "b\":{\"mayHaveUndated\":true,\"settled\":[],\"done\":{},\"open\":{}}}}")]
    [InlineData("{\"format\":\"traceclient bridge checkpoint\",\"version\":1,\"job\":\"\","
        + "\"sources\":{\"a\":{\"mayHaveUndated\":true,\"settled\":[],\"done\":{},\"open\":{\"x\":null}}}}")]
    [InlineData(
        "{\"format\":\"traceclient bridge "
            + "checkpoint\",\"version\":1,\"job\":\"\",\"sources\":{\"a\":{\"settled\":[],\"done\":{},\"open\":{}}}}")]
    public async Task A_file_that_is_no_whole_checkpoint_is_refused_and_left_alone(string content)
    {
        await File.WriteAllTextAsync(CheckpointPath, content, Bridges.Token);
        Fill(1);
        await using var collector = new Collector();

        var error = await Assert.ThrowsAsync<OtlpCheckpointException>(() => RunAsync(collector));

        Assert.Contains("delete it", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(CheckpointPath, Bridges.Token));
        Assert.Equal(0, collector.Attempts);
    }

    [Fact]
    public async Task A_checkpoint_of_another_version_is_refused()
    {
        await File.WriteAllTextAsync(
            CheckpointPath, """{"format":"traceclient bridge checkpoint","version":2,"job":"","sources":{}}""", Bridges.Token);
        await using var collector = new Collector();

        var error = await Assert.ThrowsAsync<OtlpCheckpointException>(() => RunAsync(collector));

        Assert.Contains("another version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_another_query_is_refused()
    {
        Fill(1);
        await using var collector = new Collector();
        await RunAsync(collector, new TraceQuery { User = "ann@example.com" });

        var error = await Assert.ThrowsAsync<OtlpCheckpointException>(() => RunAsync(collector, new TraceQuery { User = "bob" }));

        Assert.Contains("another job", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", await File.ReadAllTextAsync(CheckpointPath, Bridges.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_another_share_is_refused()
    {
        Fill(1);
        await using var collector = new Collector();
        await using var client = Bridges.ClientOf(_source);
        await using var exporter = Bridges.To(collector);
        await exporter.BridgeAsync(client, options: Options("1/2"), cancellationToken: Bridges.Token);

        await Assert.ThrowsAsync<OtlpCheckpointException>(
            () => exporter.BridgeAsync(client, options: Options("2/2"), cancellationToken: Bridges.Token));

        OtlpBridgeOptions Options(string shard) => new() { CheckpointPath = CheckpointPath, Shard = TraceShard.Parse(shard) };
    }

    [Fact]
    public async Task A_checkpoint_is_used_by_one_bridge_at_a_time()
    {
        Fill(10);
        await using var collector = new Collector();
        OtlpCheckpointException? error = null;
        collector.OnRequest = async count =>
        {
            if (count == 1)
                error = await Assert.ThrowsAsync<OtlpCheckpointException>(() => RunAsync(collector));
        };

        await RunAsync(collector);

        Assert.Contains("in use by another process", error?.Message, StringComparison.Ordinal);
        Assert.Equal(10, _source.Reads.Count);
    }

    [Fact]
    public async Task A_half_written_file_of_a_killed_process_does_no_harm()
    {
        Fill(10);
        await using var collector = new Collector();
        await RunAsync(collector);
        await File.WriteAllTextAsync(CheckpointPath + ".0.tmp", "{\"form", Bridges.Token);

        var result = await RunAsync(collector);

        Assert.Equal((0, 10), (result.Exported, _source.Reads.Count));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused_before_anything_is_sent()
    {
        Fill(1);
        await using var collector = new Collector();
        await using var client = Bridges.ClientOf(_source);
        await using var exporter = Bridges.To(collector);

        var error = await Assert.ThrowsAsync<OtlpCheckpointException>(() => exporter.BridgeAsync(
            client, options: new OtlpBridgeOptions { CheckpointPath = Path.Combine(CheckpointPath, "missing", "file") },
            cancellationToken: Bridges.Token));

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, collector.Attempts);
    }

    [Fact]
    public async Task A_checkpoint_that_can_no_longer_be_written_ends_the_bridge()
    {
        Fill(50);
        var saved = _folder.File("saved");
        await using var collector = new Collector();
        collector.OnRequest = count =>
        {
            if (count == 3)
            {
                File.Move(CheckpointPath, saved);
                Directory.CreateDirectory(CheckpointPath);
            }

            return Task.CompletedTask;
        };

        var error = await Assert.ThrowsAsync<OtlpCheckpointException>(() => RunAsync(collector));

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Contains(CheckpointPath, error.Message, StringComparison.Ordinal);
        Directory.Delete(CheckpointPath);
        File.Move(saved, CheckpointPath);
        await RunAsync(collector);
        AssertAllArrived(collector);
    }

    [Fact]
    public async Task A_checkpoint_is_readable_only_by_its_owner_and_leaves_no_temporary_file()
    {
        Fill(3);
        await using var collector = new Collector();
        await RunAsync(collector);

        string[] files = [CheckpointPath, CheckpointPath + ".lock"];

        Assert.Equal(files, Directory.GetFiles(Path.GetDirectoryName(CheckpointPath)!).Order(StringComparer.Ordinal));
        foreach (var file in files)
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_checkpoint_that_is_a_link_stays_one_and_is_used_by_one_bridge_at_a_time()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fill(10);
        var target = _folder.File("target.json");
        await using var collector = new Collector();
        await RunAsync(collector);
        File.Move(CheckpointPath, target);
        File.CreateSymbolicLink(CheckpointPath, target);
        _source.Add("another", Bridges.Now.AddMinutes(-1));
        OtlpCheckpointException? error = null;
        collector.OnRequest = async _ =>
        {
            await using var client = Bridges.ClientOf(_source);
            await using var exporter = Bridges.To(collector);
            error = await Assert.ThrowsAsync<OtlpCheckpointException>(() => exporter.BridgeAsync(
                client, options: new OtlpBridgeOptions { CheckpointPath = target }, cancellationToken: Bridges.Token));
        };

        var result = await RunAsync(collector);

        Assert.Equal(1, result.Exported);
        Assert.Contains("in use by another process", error?.Message, StringComparison.Ordinal);
        Assert.Equal(target, new FileInfo(CheckpointPath).LinkTarget);
    }

    [Theory]
    [InlineData("", "link that leads to no file")]
    [InlineData(".lock", "is a link")]
    public async Task A_link_that_would_create_a_file_elsewhere_is_refused(string extension, string expected)
    {
        if (OperatingSystem.IsWindows())
            return;
        Fill(1);
        File.CreateSymbolicLink(CheckpointPath + extension, _folder.File("elsewhere"));
        await using var collector = new Collector();

        var error = await Assert.ThrowsAsync<OtlpCheckpointException>(() => RunAsync(collector));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("elsewhere")));
        Assert.Equal(0, collector.Attempts);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_not_reported_as_in_use()
    {
        // Not even root can create files there.
        if (!OperatingSystem.IsLinux())
            return;
        await using var collector = new Collector();
        await using var client = Bridges.ClientOf(_source);
        await using var exporter = Bridges.To(collector);

        var error = await Assert.ThrowsAsync<OtlpCheckpointException>(() => exporter.BridgeAsync(
            client, options: new OtlpBridgeOptions { CheckpointPath = "/sys/checkpoint.json" }, cancellationToken: Bridges.Token));

        Assert.StartsWith("The checkpoint cannot be written. Cannot write /sys/checkpoint.json: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            error.InnerException is UnauthorizedAccessException
                ? "Permission denied. Check the access rights of the file and of the folder /sys."
                : "The file system of the folder /sys is read-only.",
            error.Message,
            StringComparison.Ordinal);
    }

    private void Fill(int traces)
    {
        for (var i = 0; i < traces; i++)
            _source.Add($"trace-{i}", Bridges.Now.AddMinutes(-1 - i));
    }

    /// <summary>A run with a trace to a batch and a checkpoint after each.</summary>
    private async Task<OtlpBridgeResult> RunAsync(Collector collector, TraceQuery? query = null, params ListedSource[] sources)
    {
        await using var client = Bridges.ClientOf(sources is [] ? [_source] : sources);
        await using var exporter = Bridges.To(collector, maxBatchSpans: 2);
        return await exporter.BridgeAsync(
            client, query, new OtlpBridgeOptions
            {
                CheckpointPath = CheckpointPath,
                CheckpointInterval = TimeSpan.Zero,
                MaxParallelReads = 1
            }, Bridges.Token);
    }

    private void AssertAllArrived(Collector collector) =>
        Bridges.AssertArrived(_source.Entries.SelectMany(entry => Bridges.IdsOf(entry.Trace)), collector);
}
