using Microsoft.Extensions.DependencyInjection;
using TraceClient.Tests;

namespace TraceClient.Otlp.Tests.Files;

/// <summary>Files that come, go, grow and are broken.</summary>
public sealed class ChangingFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_read_with_its_folders_and_without_other_files()
    {
        _folder.Write("a.json", OtlpFormat.Json, Make("a"));
        _folder.Write("in/deep/b.NDJSON", OtlpFormat.JsonLines, Make("b"));
        _folder.Write("in/c.otlp.gz", OtlpFormat.Protobuf, Make("c"));
        _folder.Write("notes.txt", "no traces");

        await using var client = await Archives.OpenAsync(_folder.Path, _folder.PathOf("a.json"));

        Assert.Equal(["a", "b", "c"], Ids(await Archives.ListAsync(client)));
        Assert.Empty((await client.GetTraceAsync(new TraceReference("kubiya", "a"), Token)).Warnings);
    }

    [Fact]
    public async Task Files_that_come_change_or_go_are_noticed()
    {
        _folder.Write("a.jsonl", OtlpFormat.JsonLines, Make("a"));
        _folder.Write("b.jsonl", OtlpFormat.JsonLines, Make("b"));
        await using var client = await Archives.OpenAsync(_folder.Path);
        Assert.Equal(["a", "b"], Ids(await Archives.ListAsync(client)));

        _folder.Write("c.jsonl", OtlpFormat.JsonLines, Make("c"));
        _folder.Append("a.jsonl", Data.Write(OtlpFormat.JsonLines, Make("d")));
        File.Delete(_folder.PathOf("b.jsonl"));

        Assert.Equal(["a", "c", "d"], Ids(await Archives.ListAsync(client)));
        Assert.Equal(Make("d"), await client.GetTraceAsync(new TraceReference("kubiya", "d"), Token));
        Assert.Null(await client.FindTraceAsync(new TraceReference("kubiya", "b"), Token));
    }

    [Fact]
    public async Task A_trace_is_followed_while_its_file_grows_also_amid_a_line()
    {
        var trace = Make("a") with { IsComplete = false };
        var lines = trace.Spans.Select(span =>
            Data.Write(OtlpFormat.JsonLines, trace with { Spans = [span], Roots = [span], IsComplete = span == trace.Spans[^1] })).ToList();
        _folder.Write("a.jsonl", lines[0]);
        var archive = await TraceArchive.OpenAsync([_folder.Path], cancellationToken: Token);
        await using var client = TraceClients.Create(_ => { }, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(new AutoAdvancingTimeProvider());
            builder.AddSource(_ => archive.Sources[0]);
        });

        var added = new List<string>();
        var next = 1;
        await foreach (var update in client.FollowAsync(trace.Reference, cancellationToken: Token))
        {
            added.AddRange(update.AddedSpans.Select(span => span.Id));
            if (next == lines.Count)
                continue;
            _folder.Append("a.jsonl", lines[next][..(lines[next].Length / 2)]);
            Assert.Equal(next, (await client.GetTraceAsync(trace.Reference, Token)).Spans.Count);
            _folder.Append("a.jsonl", lines[next][(lines[next].Length / 2)..]);
            next++;
        }

        Assert.Equal(trace.Spans.Select(span => span.Id), added);
    }

    [Theory]
    [InlineData("2.jsonl")]
    [InlineData("2.jsonl.gz")]
    public async Task A_broken_file_does_not_hide_the_others_nor_what_stands_before_the_fault(string name)
    {
        var (a, b, c) = (Make("a"), Make("b"), Make("c"));
        _folder.Write("1.jsonl", OtlpFormat.JsonLines, a);
        _folder.Write(name, [.. Data.Write(OtlpFormat.JsonLines, b), .. "{\"resourceSpans\":[secret\n"u8,
            .. Data.Write(OtlpFormat.JsonLines, Make("lost"))]);
        _folder.Write("3.pb", OtlpFormat.Protobuf, c);
        await using var client = await Archives.OpenAsync(_folder.Path);

        var (listed, fault) = await Archives.ListBrokenAsync(client);

        Assert.Equal(["a", "b", "c"], Ids(listed));
        Assert.Contains("2.jsonl", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal("kubiya", fault.SourceName);
        Assert.InRange(
            fault.ByteOffset!.Value, Data.Write(OtlpFormat.JsonLines, b).Length, Data.Write(OtlpFormat.JsonLines, b).Length + 30);
        Assert.Equal(a, await client.GetTraceAsync(a.Reference, Token));
        var before = await client.GetTraceAsync(b.Reference, Token);
        Assert.Equal(b, before);
        Assert.Contains(before.Warnings,
            warning => warning.Code == TraceWarningCodes.Incomplete && warning.Message.Contains("2.jsonl", StringComparison.Ordinal));
        Assert.DoesNotContain(
            (await client.GetTraceAsync(c.Reference, Token)).Warnings, warning => warning.Code == TraceWarningCodes.Incomplete);
        Assert.False(Assert.Single(await client.CheckHealthAsync(Token)).IsHealthy);
        Assert.Equal(3, (await Archives.ListAsync(client, new TraceQuery { ContinueOnSourceFailure = true })).Count);
    }

    [Fact]
    public async Task A_compressed_file_that_breaks_off_has_what_stands_before()
    {
        Trace[] traces = [.. Enumerable.Range(0, 400).Select(i => Make($"t{i:000}"))];
        var path = _folder.Write("cut.jsonl.gz", OtlpFormat.JsonLines, traces);
        using (var file = new FileStream(path, FileMode.Open))
            file.SetLength(file.Length / 2);
        await using var client = await Archives.OpenAsync(path);

        var (listed, fault) = await Archives.ListBrokenAsync(client);

        Assert.InRange(listed.Count, 10, 390);
        Assert.Contains("cut.jsonl.gz", fault.Message, StringComparison.Ordinal);
        foreach (var summary in listed)
            Assert.Equal(
                traces.Single(trace => trace.Reference == summary.Reference), await client.GetTraceAsync(summary.Reference, Token));
    }

    [Fact]
    public async Task A_file_of_something_else_in_a_folder_is_told_once()
    {
        _folder.Write("a.jsonl", OtlpFormat.JsonLines, Make("a"), Make("g") with { Reference = new("galtea", "g") });
        _folder.Write("package.json", """{"name":"secret","version":"1.0.0"}""");
        _folder.Write("numbers.json", "[1,2,3]");
        await using var client = await Archives.OpenAsync(_folder.Path);
        var list = client.ListTracesAsync(new TraceQuery { ContinueOnSourceFailure = true }, Token);

        Assert.Equal(["a", "g"], Ids(await list.ToListAsync(Token)));
        var failure = Assert.Single(list.Failures);
        Assert.Contains("numbers.json", failure.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("1 more", failure.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.json", """{"name":"secret"}""")]
    [InlineData("a.jsonl", "secret")]
    [InlineData("a.jsonl", "{\"resourceSpans\":[{\"secret")]
    [InlineData("a.jsonl", "{\"trace_id\":\"secret")]
    public async Task A_file_that_is_named_and_holds_no_traces_is_refused_by_its_name(string name, string text)
    {
        var fault = await Assert.ThrowsAsync<TraceFormatException>(() => Archives.OpenAsync(_folder.Write(name, text)));

        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_told_by_its_name()
    {
        var fault = await Assert.ThrowsAsync<TraceTransportException>(() => Archives.OpenAsync(_folder.PathOf("gone")));

        Assert.Contains("gone", fault.Message, StringComparison.Ordinal);
        Assert.False(fault.IsTransient);
        await Assert.ThrowsAsync<ArgumentException>(() => Archives.OpenAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("\n")]
    [InlineData("[]")]
    [InlineData("""{"resourceLogs":[]}""")]
    public async Task An_archive_without_traces_has_an_empty_list(string text)
    {
        _folder.Write("a.jsonl", text);
        await using var client = await Archives.OpenAsync(_folder.Path, _folder.PathOf("a.jsonl"));

        Assert.Empty(await Archives.ListAsync(client));
        Assert.True(Assert.Single(await client.CheckHealthAsync(Token)).IsHealthy);
    }

    [Fact]
    public async Task Traces_of_a_source_that_came_later_are_not_left_out_silently()
    {
        _folder.Write("a.jsonl", OtlpFormat.JsonLines, Make("a"));
        await using var client = await Archives.OpenAsync(_folder.Path);
        _folder.Write("b.jsonl", OtlpFormat.JsonLines, Make("g") with { Reference = new("galtea", "g") });

        var (listed, fault) = await Archives.ListBrokenAsync(client);

        Assert.Equal(["a"], Ids(listed));
        Assert.Contains("galtea", fault.Message, StringComparison.Ordinal);
        Assert.Contains("open it again", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_are_those_of_the_options()
    {
        var path = _folder.Write("a.jsonl.gz", OtlpFormat.JsonLines, Make("a"));

        await Assert.ThrowsAsync<TraceFormatException>(
            () => TraceArchive.OpenAsync([path], new OtlpReaderOptions { MaxElementBytes = 10 }, Token));
        await Assert.ThrowsAsync<TraceFormatException>(
            () => TraceArchive.OpenAsync([path], new OtlpReaderOptions { MaxBytes = 1000 }, Token));
        Assert.Single((await TraceArchive.OpenAsync([path], cancellationToken: Token)).Sources);
    }

    private static Trace Make(string id)
    {
        var spans = Enumerable.Range(0, 4).Select(i =>
            new Span { Id = $"s{i}", ParentId = i == 0 ? null : "s0", Name = $"step {i}", StartTime = new(1_790_000_000_000_000_000 + i) });
        return TraceAssembler.Assemble(
            new Trace { Reference = new("kubiya", id), Name = id, Status = TraceStatus.Ok, IsComplete = true }, spans);
    }

    private static IEnumerable<string> Ids(List<TraceSummary> summaries) =>
        summaries.Select(summary => summary.Id).Order(StringComparer.Ordinal);
}
