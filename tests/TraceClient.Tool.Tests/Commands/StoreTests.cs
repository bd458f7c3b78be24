using System.Text;
using System.Text.Json;

namespace TraceClient.Tool.Tests.Commands;

public sealed class StoreTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task Info_shows_the_traces_of_each_source()
    {
        var result = await RunAsync("store", "info", "--store", fixture.Path, "--output", "json");

        var info = JsonDocument.Parse(result.Output).RootElement;
        var sources = info.GetProperty("sources").EnumerateArray().ToList();
        Assert.Equal(["calyptia", "galtea", "kubiya"], sources.Select(source => source.GetProperty("source").GetString()));
        Assert.Equal(
            info.GetProperty("traces").GetInt64(), sources.Sum(source => source.GetProperty("traces").GetInt64()));
        Assert.Equal(info.GetProperty("spans").GetInt64(), sources.Sum(source => source.GetProperty("spans").GetInt64()));
        Assert.All(
            sources, source => Assert.StartsWith("2026-03-14T", source.GetProperty("newest").GetString()!, StringComparison.Ordinal));
        Assert.InRange(info.GetProperty("bytes").GetInt64(), 500_000, 5_000_000);
    }

    [Theory]
    [InlineData("table", 6)]
    [InlineData("csv", 4)]
    [InlineData("jsonl", 1)]
    public async Task Info_has_each_format(string format, int lines)
    {
        var result = await RunAsync("store", "info", "--store", fixture.Path, "--output", format);

        Assert.Equal((ExitCodes.Ok, lines), (result.ExitCode, result.Output.Count(character => character == '\n')));
    }

    [Fact]
    public async Task A_forgotten_trace_is_gone_and_is_not_copied_again()
    {
        var path = fixture.Copy("forget.db");
        var reference = (await SqlAsync(path, "SELECT reference FROM traces WHERE source = 'galtea' ORDER BY recorded_ns LIMIT 1")).Trim();
        var span = (await SqlAsync(path, $"SELECT id FROM spans WHERE trace = '{reference}' LIMIT 1")).Trim();
        Assert.Contains(span, await TextOfAsync(path), StringComparison.Ordinal);

        var result = await RunAsync("store", "forget", reference, "--store", path, "--output", "json");
        var sync = await TracectlProcess.RunAsync(
            fixture.Simulator, "sync", "--store", path, "--type", "Generation", "--output", "json");

        Assert.Equal((ExitCodes.Ok, "{\"deleted\":1}\n", ""), (result.ExitCode, result.Output, result.Error));
        Assert.Equal(ExitCodes.Ok, sync.ExitCode);
        Assert.Equal("0\n", await SqlAsync(path, $"SELECT count(*) FROM traces WHERE reference = '{reference}'"));
        Assert.DoesNotContain(span, await TextOfAsync(path), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotFound, (await RunAsync("show", reference, "--store", path)).ExitCode);
    }

    [Fact]
    public async Task A_row_of_the_last_list_can_be_forgotten()
    {
        var path = fixture.Copy("row.db");
        var newest = (await RunAsync("list", "--store", path, "--limit", "1", "--columns", "ref")).Output.Trim();

        var result = await RunAsync("store", "forget", "@1", "kubiya:missing", "--store", path, "--output", "table");

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.EndsWith(
            $"warning: The store does not have kubiya:missing. It will not be copied.\nDeleted 1 of 2 traces from {path}.\n",
            result.Error, StringComparison.Ordinal);
        Assert.NotEqual(newest, (await RunAsync("list", "--store", path, "--limit", "1", "--columns", "ref")).Output.Trim());
    }

    [Fact]
    public async Task Prune_deletes_the_oldest_traces()
    {
        var path = fixture.Copy("prune.db");

        var bySize = await RunAsync("store", "prune", "--max-size", "700KB", "--store", path, "--output", "json");
        var left = await SqlAsync(path, "SELECT count(*), min(recorded_ns) > 0 FROM traces");
        var byAge = await RunAsync("store", "prune", "--max-age", "1w", "--store", path, "--output", "table");

        Assert.InRange(JsonDocument.Parse(bySize.Output).RootElement.GetProperty("deleted").GetInt64(), 1, 73);
        Assert.EndsWith("\t1\n", left, StringComparison.Ordinal);
        Assert.Matches($"^Deleted {left.Split('\t')[0]} traces from .*\\.\n$", byAge.Error);
        Assert.Equal("0\n", await SqlAsync(path, "SELECT count(*) FROM traces"));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("123", 123)]
    [InlineData("5B", 5)]
    [InlineData("1.5 kb", 1500)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("2GiB", 2L << 30)]
    [InlineData("3tb", 3_000_000_000_000)]
    public void A_size_is_a_number_and_a_unit(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GB")]
    [InlineData("-1GB")]
    [InlineData("1PB")]
    [InlineData("1e5")]
    [InlineData("99999999999999999999")]
    [InlineData("9999999999TB")]
    public void Another_text_is_not_a_size(string text)
    {
        Assert.False(ByteSize.TryParse(text, out _));
    }

    private static async Task<string> TextOfAsync(string path) =>
        Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

    private static async Task<string> SqlAsync(string path, string sql) => (await RunAsync("sql", sql, "--store", path)).Output;

    private static Task<TracectlResult> RunAsync(params string[] arguments) => TracectlProcess.RunAsync(simulator: null, arguments);
}
