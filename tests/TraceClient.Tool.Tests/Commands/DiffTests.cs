using System.Text.Json;

namespace TraceClient.Tool.Tests.Commands;

public sealed class DiffTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Fact]
    public async Task Two_traces_are_compared_as_a_tree_of_what_differs()
    {
        var (one, other) = await TracesAsync();

        Golden.Matches("diff", (await RunAsync(one, other, "--output", "table")).ToString());
    }

    [Fact]
    public async Task A_trace_does_not_differ_from_itself()
    {
        var (one, _) = await TracesAsync();

        var result = await RunAsync(one, one, "--exit-code", "--output", "table");

        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("no difference", result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_names_what_differs_and_shows_bodies_only_with_content()
    {
        var (one, other) = await TracesAsync();

        var plain = await RunAsync(one, other, "--output", "json", "--exit-code");
        var withContent = await RunAsync(one, other, "--output", "json", "--content");

        Assert.Equal((1, 0), (plain.ExitCode, withContent.ExitCode));
        Assert.Equal([one, other, "False"], ValuesOf(plain.Output, "baseline", "other", "equal"));
        Assert.All(InputsOf(plain.Output), input => Assert.False(input.TryGetProperty("baseline", out _)));
        Assert.NotEmpty(InputsOf(plain.Output));
        Assert.All(InputsOf(withContent.Output), input => Assert.True(input.TryGetProperty("baseline", out _)));
    }

    [Fact]
    public async Task Lines_and_rows_have_every_span()
    {
        var (one, other) = await TracesAsync();

        var lines = await RunAsync(one, other, "--output", "jsonl");
        var rows = await RunAsync(one, other, "--output", "csv");

        Assert.Equal(
            lines.Lines.Select(line => string.Join(' ', JsonDocument.Parse(line).RootElement.GetProperty("change").EnumerateArray())),
            rows.Lines.Skip(1).Select(row => row.Split(',')[0]));
    }

    [Fact]
    public async Task Html_writes_a_page_with_the_comparison_of_the_traces_in_their_order()
    {
        var (one, other) = await TracesAsync();
        var folder = Directory.CreateTempSubdirectory("tracectl-diff-");
        try
        {
            var path = Path.Combine(folder.FullName, "diff.html");

            var result = await RunAsync(one, other, "--html", path, "--exit-code");

            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            var lines = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Split('\n');
            var header = lines[Array.IndexOf(lines, "<script type=\"application/jsonl\" class=\"comparison\">") + 1];
            Assert.Equal([one, other], ValuesOf(header, "baseline", "other"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("galtea")]
    [InlineData("galtea", "galtea", "--tolerance", "101")]
    [InlineData("galtea", "galtea", "galtea")]
    public async Task Wrong_arguments_are_an_error_of_usage(params string[] arguments) =>
        Assert.Equal(2, (await TracectlProcess.RunAsync(fixture.Simulator, ["diff", .. arguments])).ExitCode);

    private Task<TracectlResult> RunAsync(string one, string other, params string[] arguments) =>
        TracectlProcess.RunAsync(fixture.Simulator, ["diff", one, other, .. arguments]);

    private async Task<(string One, string Other)> TracesAsync()
    {
        var list = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--source", "galtea", "--limit", "2", "--output", "jsonl");
        var references = list.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("reference").GetString()!).ToList();
        return (references[1], references[0]);
    }

    private static IEnumerable<string> ValuesOf(string json, params string[] names)
    {
        var root = JsonDocument.Parse(json).RootElement;
        return names.Select(name => root.GetProperty(name).ToString());
    }

    private static IEnumerable<JsonElement> InputsOf(string json) =>
        from span in JsonDocument.Parse(json).RootElement.GetProperty("spans").EnumerateArray()
        from difference in span.GetProperty("differences").EnumerateArray()
        where difference.GetProperty("property").GetString() == "input"
        select difference;
}
