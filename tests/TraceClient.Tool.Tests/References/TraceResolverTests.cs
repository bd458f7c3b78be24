using TraceClient.Tool.Tests.Configuration;

namespace TraceClient.Tool.Tests.References;

[Trait("Category", "slow")]
public sealed class TraceResolverTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>, IDisposable
{
    private readonly ToolHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_row_is_that_of_the_last_list_of_the_same_sources()
    {
        var listed = ReferencesOf(await RunAsync("list", "--source", "kubiya", "--sort", "duration", "--limit", "3"));

        Assert.Equal(listed[1], ReferencesOf(await RunAsync("show", "@2", "--output", "csv"))[1]);
        Assert.Equal([listed[2], listed[0]], ReferencesOf(await RunAsync("records", "@3", "@1", "--output", "csv")).Skip(1).Distinct());
        Assert.Equal(
            (ExitCodes.NotFound, "tracectl: There is no trace @4: the last list has 3 traces. Try: tracectl list\n"),
            ErrorOf(await RunAsync("show", "@4")));
    }

    [Theory]
    [InlineData("show")]
    [InlineData("records")]
    [InlineData("view", "--to", "-")]
    [InlineData("export", "--to", "-")]
    [InlineData("follow", "--settle", "0s")]
    public async Task Every_command_takes_rows_and_short_references(params string[] command)
    {
        var listed = ReferencesOf(await RunAsync("list", "--status", "error", "--source", "kubiya"));
        var id = listed[0]["kubiya:".Length..];

        var row = await RunAsync([.. command, "@1"]);
        var brief = await RunAsync([.. command, $"kub:{id[..7]}"]);

        Assert.Contains(id, row.Output, StringComparison.Ordinal);
        Assert.Contains(id, brief.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_list_a_row_counts_the_newest_traces_and_a_short_reference_is_searched_among_them()
    {
        var newest = ReferencesOf(await TracectlProcess.RunAsync(fixture.Simulator, "list", "--limit", "20"));
        var calyptia = newest.First(reference => reference.StartsWith("calyptia:", StringComparison.Ordinal));

        var row = await RunAsync("show", "@2", "--output", "csv");
        var brief = await RunAsync("show", $"cal:{calyptia.Split('/')[^1][..7]}", "--output", "csv");
        var whole = await RunAsync("show", $"kub:{fixture.Simulator.Kubiya.TraceIds.First()}", "--output", "csv");

        Assert.Equal(newest[1], ReferencesOf(row)[1]);
        Assert.Equal($"There is no last list. @2 of the newest traces: {newest[1]}\n", row.Error);
        Assert.Equal(calyptia, ReferencesOf(brief)[1]);
        Assert.Equal($"kubiya:{fixture.Simulator.Kubiya.TraceIds.First()}", ReferencesOf(whole)[1]);
    }

    [Theory]
    [InlineData(ExitCodes.Usage, "Invalid reference '@0'. Use @1 for the first trace of the last list. Try: tracectl list", "@0")]
    [InlineData(ExitCodes.Usage, "Invalid reference '@x'. Use @1 for the first trace of the last list. Try: tracectl list", "@x")]
    [InlineData(ExitCodes.NotFound,
        "No trace matches 'kub:zzz', neither in the last list nor among the newest 200 traces of kubiya. Try: tracectl list", "kub:zzz")]
    public async Task A_reference_that_matches_nothing_is_one_clear_line(int code, string expected, string reference) =>
        Assert.Equal((code, $"tracectl: {expected}\n"), ErrorOf(await RunAsync("show", reference)));

    [Fact]
    public async Task A_reference_that_matches_several_traces_is_one_clear_line()
    {
        var first = ReferencesOf(await RunAsync("list", "--source", "galtea", "--limit", "0"))[0];

        var (code, error) = ErrorOf(await RunAsync("show", "gal:inference"));

        Assert.Equal(ExitCodes.Usage, code);
        Assert.StartsWith("tracectl: 'gal:inference' matches ", error, StringComparison.Ordinal);
        Assert.Contains($" traces: {first}, ", error, StringComparison.Ordinal);
        Assert.EndsWith(", …. Use more characters of the id.\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_state_holds_references_only_and_belongs_to_the_user()
    {
        var listed = ReferencesOf(await RunAsync("list", "--limit", "5"));
        await Task.WhenAll(Enumerable.Range(1, 3).Select(limit => RunAsync("list", "--limit", $"{limit}")));
        await RunAsync("list", "--limit", "5");

        var file = Assert.Single(Directory.GetFiles(_home.Folder, "*", SearchOption.AllDirectories));

        Assert.Equal(listed, await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
    }

    [Fact]
    public async Task A_list_that_cannot_be_stored_is_still_a_list()
    {
        _home.Write("tracectl", "a file where the folder would be");

        var result = await RunAsync("list", "--limit", "1");

        Assert.Equal((ExitCodes.Ok, 1), (result.ExitCode, result.Lines.Count));
        Assert.DoesNotContain("tracectl:", result.Error, StringComparison.Ordinal);
    }

    private Task<TracectlResult> RunAsync(params string[] arguments)
    {
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        environment["XDG_STATE_HOME"] = _home.Folder;
        return TracectlProcess.RunAsync(environment, arguments);
    }

    private static (int Code, string Error) ErrorOf(TracectlResult result) => (result.ExitCode, result.Error);

    private static IReadOnlyList<string> ReferencesOf(TracectlResult result) =>
        [.. result.Lines.Select(line => line.Split(',', '\t')[0])];
}
