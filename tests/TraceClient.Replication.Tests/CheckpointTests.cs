namespace TraceClient.Replication.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ListedSource _source = new();
    private readonly MemorySink _sink = new();

    private string CheckpointPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stopped_run_is_resumed_with_what_is_not_done()
    {
        Fill(100);
        FailAfter(30);
        var query = new TraceQuery { From = Replications.Now.AddDays(-1) };
        await Assert.ThrowsAsync<TraceAuthenticationException>(() => RunAsync(query));
        var reads = _source.Reads.Count;

        var result = await RunAsync(query);

        var (newer, older) = (_source.Lists[1], _source.Lists[2]);
        Assert.Equal(3, _source.Lists.Count);
        Assert.InRange(newer.From!.Value, Replications.Now.AddMinutes(-7), Replications.Now.AddMinutes(-5));
        Assert.Null(newer.To);
        Assert.Equal(query.From, older.From);
        Assert.InRange(older.To!.Value, Replications.Now.AddMinutes(-35), Replications.Now.AddMinutes(-20));
        Assert.Equal((70, 0), (result.Written, result.Failed));
        Assert.Equal(70, _source.Reads.Count - reads);
        AssertAllWritten();
    }

    [Fact]
    public async Task A_list_without_times_is_read_as_a_whole_until_it_is_known_to_have_no_traces_without_a_time()
    {
        Fill(20);
        FailAfter(10);
        await Assert.ThrowsAsync<TraceAuthenticationException>(() => RunAsync());

        await RunAsync();
        await RunAsync();

        Assert.Equal([null, null], [.. _source.Lists.Take(2).Select(list => list.From)]);
        Assert.Equal(3, _source.Lists.Count);
        Assert.NotNull(_source.Lists[2].From);
        AssertAllWritten();
    }

    [Fact]
    public async Task Traces_without_a_time_are_listed_in_each_run_and_copied_once()
    {
        Fill(10);
        _source.Add("undated-1", recordedAt: null);
        await RunAsync();
        _source.Add("undated-2", recordedAt: null);

        var result = await RunAsync();

        Assert.Equal(1, result.Written);
        Assert.Equal(_source.Reads.Distinct(StringComparer.Ordinal).Count(), _source.Reads.Count);
        AssertAllWritten();
    }

    [Fact]
    public async Task A_checkpoint_does_not_grow_with_the_number_of_traces()
    {
        Fill(1000);
        var most = 0L;
        _sink.OnWrite = _ =>
        {
            most = Math.Max(most, File.Exists(CheckpointPath) ? new FileInfo(CheckpointPath).Length : 0);
            return Task.CompletedTask;
        };

        await RunAsync();

        // Ten minutes of traces, one a minute, and what is under way.
        Assert.InRange(most, 1, 3000);
        Assert.InRange(new FileInfo(CheckpointPath).Length, 1, 1000);
    }

    [Fact]
    public async Task Times_and_sources_of_a_query_may_change()
    {
        Fill(100);
        await RunAsync(new TraceQuery { From = Replications.Now.AddMinutes(-20.5) });
        await RunAsync(new TraceQuery { From = Replications.Now.AddMinutes(-60.5), To = Replications.Now.AddMinutes(-40.5) });

        var result = await RunAsync(new TraceQuery { Sources = ["listed"] });

        Assert.Equal(100 - 20 - 20, result.Written);
        Assert.Equal(100, _source.Reads.Count);
        AssertAllWritten();
    }

    [Fact]
    public async Task Sources_that_are_not_part_of_a_run_keep_their_progress()
    {
        Fill(10);
        var other = new ListedSource("other");
        other.Add("a", Replications.Now.AddHours(-1));
        await RunAsync(null, _source, other);
        await RunAsync(new TraceQuery { Sources = ["other"] }, _source, other);

        await RunAsync(null, _source, other);

        Assert.Equal((10, 1), (_source.Reads.Count, other.Reads.Count));
    }

    [Fact]
    public async Task A_trace_that_runs_comes_again_when_it_has_grown()
    {
        await Replications.AssertGrowthIsWrittenAsync(_source, () => RunAsync());

        Assert.Equal((3, 5), (_sink.SpanIds.Distinct(StringComparer.Ordinal).Count(), _sink.SpanIds.Count));
    }

    [Fact]
    public async Task A_trace_that_has_just_ended_is_read_again_for_late_spans()
    {
        _source.Add("fresh", Replications.Now.AddSeconds(-5), spans: 2);
        var first = await RunAsync();
        _source.Set("fresh", spans: 3, isComplete: true);

        await RunAsync();

        Assert.Equal(1, first.Unfinished);
        AssertAllWritten();
    }

    [Fact]
    public async Task A_trace_that_does_not_change_for_long_is_done()
    {
        _source.Add("old", Replications.Now.AddDays(-2), isComplete: false);

        var result = await RunAsync();

        Assert.Equal((1, 0), (result.Written, result.Unfinished));
    }

    [Fact]
    public async Task A_trace_that_failed_is_retried_by_the_next_run()
    {
        Fill(30);
        _source.OnRead = (id, _) => id == "trace-20" ? throw new TraceFormatException("not JSON") : Task.CompletedTask;
        var first = await RunAsync();
        var second = await RunAsync();
        _source.OnRead = (_, _) => Task.CompletedTask;

        var third = await RunAsync();

        Assert.Equal((29, 1), (first.Written, first.Failed));
        Assert.Equal((0, 1), (second.Written, second.Failed));
        Assert.Equal("listed:trace-20", Assert.Single(second.Failures).Reference.ToString());
        Assert.Equal((1, 0), (third.Written, third.Failed));
        Assert.Empty(third.Failures);
        AssertAllWritten();
    }

    [Fact]
    public async Task Traces_of_a_source_that_failed_are_copied_by_the_next_run()
    {
        Fill(50);
        _source.OnList = position => _ = position == 25 ? throw new TraceTransportException("gone") : 0;
        await Assert.ThrowsAsync<TraceTransportException>(() => RunAsync());
        Assert.Equal(25, _source.Reads.Count);
        _source.OnList = _ => { };

        await RunAsync();

        Assert.Equal(50, _source.Reads.Count);
        AssertAllWritten();
    }

    [Fact]
    public async Task A_trace_from_the_future_does_not_close_the_present()
    {
        _source.Add("future", new DateTimeOffset(2199, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Fill(3);
        await RunAsync();
        _source.Insert(1, "new", Replications.Now);

        await RunAsync();

        AssertAllWritten();
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"format":"traceclient checkpoint","version":2,"ta""")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("""{"format":"","version":2,"target":"memory","job":"","sources":{"hush-hush":7}}""")]
    [InlineData("hush-hush")]
    [InlineData("null")]
    [InlineData("""{"format":"another","version":2,"target":"memory","job":"","sources":{}}""")]
    [InlineData("""{"format":"traceclient checkpoint","version":2,"job":"","sources":{}}""")]
    [InlineData("""{"format":"traceclient checkpoint","version":2,"target":null,"job":"","sources":{}}""")]
    [InlineData("""{"format":"traceclient checkpoint","version":2,"target":"memory","job":"","sources":null}""")]
    [InlineData("""{"format":"traceclient checkpoint","version":2,"target":"memory","job":"","sources":{"a":null}}""")]
    [InlineData(
        """{"format":"traceclient checkpoint","version":2,"target":"memory","job":"","""
            + """sources":{"A b":{"mayHaveUndated":true,"settled":[],"done":{},"open":{}}}}""")]
    [InlineData(
        """{"format":"traceclient checkpoint","version":2,"target":"memory","job":"","""
            + """sources":{"a":{"mayHaveUndated":true,"settled":[],"done":{},"open":{"x":null}}}}""")]
    [InlineData(
        """{"format":"traceclient checkpoint","version":2,"target":"memory","job":"","""
            + """sources":{"a":{"settled":[],"done":{},"open":{}}}}""")]
    public async Task A_file_that_is_no_whole_checkpoint_is_refused_and_left_alone(string content)
    {
        await File.WriteAllTextAsync(CheckpointPath, content, Replications.Token);
        Fill(1);

        var error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync());

        Assert.Contains("delete it", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(CheckpointPath, Replications.Token));
        Assert.Equal(0, _sink.Writes);
    }

    [Fact]
    public async Task A_checkpoint_of_another_version_is_refused()
    {
        await File.WriteAllTextAsync(
            CheckpointPath,
            """{"format":"traceclient checkpoint","version":3,"target":"memory","job":"","sources":{}}""",
            Replications.Token);

        var error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync());

        Assert.Contains("another version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_another_query_is_refused()
    {
        Fill(1);
        await RunAsync(new TraceQuery { User = "ann@example.com" });

        var error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync(new TraceQuery { User = "bob" }));

        Assert.Contains("another job", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", await File.ReadAllTextAsync(CheckpointPath, Replications.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_another_target_is_refused_and_left_alone()
    {
        Fill(3);
        await RunAsync();
        var content = await File.ReadAllTextAsync(CheckpointPath, Replications.Token);
        _sink.Target = "https://collector.example/v1/traces";

        var error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync());

        Assert.Contains("another target than https://collector.example/v1/traces", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(CheckpointPath, Replications.Token));
        Assert.Equal(3, _sink.Writes);
    }

    [Fact]
    public async Task A_checkpoint_without_request_traces_is_refused_for_a_run_with_them()
    {
        Fill(1);
        await RunAsync();

        var error = await Assert.ThrowsAsync<CheckpointException>(
            () => RunAsync(new ReplicationOptions { CheckpointPath = CheckpointPath, IncludeRequestTraces = true }));

        Assert.Contains("another job", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_batch_of_a_run_is_saved_at_once_and_the_next_ones_after_CheckpointInterval()
    {
        Fill(20);
        var contents = new HashSet<string>(StringComparer.Ordinal);
        _sink.OnWrite = async _ => contents.Add(
            File.Exists(CheckpointPath) ? await File.ReadAllTextAsync(CheckpointPath, Replications.Token) : "none");

        await RunAsync(new ReplicationOptions { CheckpointPath = CheckpointPath, BatchSize = 1 });

        Assert.Equal(2, contents.Count);
    }

    [Fact]
    public async Task A_checkpoint_of_another_share_is_refused()
    {
        Fill(1);
        await RunAsync(Options("1/2"));

        await Assert.ThrowsAsync<CheckpointException>(() => RunAsync(Options("2/2")));

        ReplicationOptions Options(string shard) => new() { CheckpointPath = CheckpointPath, Shard = TraceShard.Parse(shard) };
    }

    [Fact]
    public async Task A_checkpoint_is_used_by_one_run_at_a_time()
    {
        Fill(10);
        CheckpointException? error = null;
        _sink.OnWrite = async count =>
        {
            if (count == 1)
                error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync());
        };

        await RunAsync();

        Assert.Contains("in use by another process", error?.Message, StringComparison.Ordinal);
        Assert.Equal(10, _source.Reads.Count);
    }

    [Fact]
    public async Task A_half_written_file_of_a_killed_process_does_no_harm()
    {
        Fill(10);
        await RunAsync();
        await File.WriteAllTextAsync(CheckpointPath + ".0.tmp", "{\"form", Replications.Token);

        var result = await RunAsync();

        Assert.Equal((0, 10), (result.Written, _source.Reads.Count));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused_before_anything_is_written()
    {
        Fill(1);

        var error = await Assert.ThrowsAsync<CheckpointException>(
            () => RunAsync(new ReplicationOptions { CheckpointPath = Path.Combine(CheckpointPath, "missing", "file") }));

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _sink.Writes);
    }

    [Fact]
    public async Task A_checkpoint_that_can_no_longer_be_written_ends_the_run()
    {
        Fill(50);
        var saved = _folder.File("saved");
        _sink.OnWrite = count =>
        {
            if (count == 3)
            {
                File.Move(CheckpointPath, saved);
                Directory.CreateDirectory(CheckpointPath);
            }

            return Task.CompletedTask;
        };

        var error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync());

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Contains(CheckpointPath, error.Message, StringComparison.Ordinal);
        Directory.Delete(CheckpointPath);
        File.Move(saved, CheckpointPath);
        await RunAsync();
        AssertAllWritten();
    }

    [Fact]
    public async Task A_checkpoint_is_readable_only_by_its_owner_and_leaves_no_temporary_file()
    {
        Fill(3);
        await RunAsync();

        string[] files = [CheckpointPath, CheckpointPath + ".lock"];

        Assert.Equal(files, Directory.GetFiles(Path.GetDirectoryName(CheckpointPath)!).Order(StringComparer.Ordinal));
        foreach (var file in files)
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_checkpoint_that_is_a_link_stays_one_and_is_used_by_one_run_at_a_time()
    {
        if (OperatingSystem.IsWindows())
            return;
        Fill(10);
        var target = _folder.File("target.json");
        await RunAsync();
        File.Move(CheckpointPath, target);
        File.CreateSymbolicLink(CheckpointPath, target);
        _source.Add("another", Replications.Now.AddMinutes(-1));
        CheckpointException? error = null;
        _sink.OnWrite = async _ =>
        {
            error = await Assert.ThrowsAsync<CheckpointException>(
                () => RunAsync(new ReplicationOptions { CheckpointPath = target }));
        };

        var result = await RunAsync();

        Assert.Equal(1, result.Written);
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

        var error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("elsewhere")));
        Assert.Equal(0, _sink.Writes);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_not_reported_as_in_use()
    {
        // Not even root can create files there.
        if (!OperatingSystem.IsLinux())
            return;

        var error = await Assert.ThrowsAsync<CheckpointException>(
            () => RunAsync(new ReplicationOptions { CheckpointPath = "/sys/checkpoint.json" }));

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
            _source.Add($"trace-{i}", Replications.Now.AddMinutes(-1 - i));
    }

    /// <summary>Lets one write fail, after so many that are stored.</summary>
    private void FailAfter(int writes) => _sink.Respond = _ => _sink.Writes == writes + 1
        ? throw new TraceAuthenticationException("the token is wrong")
        : TraceSinkResult.Complete;

    /// <summary>Runs with a trace to a batch and a checkpoint after each.</summary>
    private async Task<ReplicationResult> RunAsync(TraceQuery? query = null, params ListedSource[] sources)
    {
        await using var client = Replications.ClientOf(sources is [] ? [_source] : sources);
        return await Replications.RunAsync(
            client,
            _sink,
            new ReplicationOptions
            {
                CheckpointPath = CheckpointPath,
                CheckpointInterval = TimeSpan.Zero,
                BatchSize = 1,
                MaxParallelReads = 1,
            },
            query);
    }

    private async Task<ReplicationResult> RunAsync(ReplicationOptions options)
    {
        await using var client = Replications.ClientOf(_source);
        return await Replications.RunAsync(client, _sink, options);
    }

    private void AssertAllWritten() => Replications.AssertWritten(Replications.IdsOf(_source), _sink);
}
