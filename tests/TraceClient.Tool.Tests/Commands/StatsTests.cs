using System.Text.Json;

namespace TraceClient.Tool.Tests.Commands;

[Trait("Category", "slow")]
public sealed class StatsTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Fact]
    public async Task Traces_are_counted_by_source_and_service()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "stats", "--output", "table");

        Golden.Matches("stats", result.ToString());
    }

    [Fact]
    public async Task Spans_are_counted_by_type_and_model_with_their_tokens()
    {
        var result =
            await TracectlProcess.RunAsync(fixture.Simulator, "stats", "--by", "type", "--by", "model", "--top", "20", "--output", "table");

        Golden.Matches("stats-spans", result.ToString());
    }

    [Fact]
    public async Task Json_and_csv_hold_the_same_numbers()
    {
        var json = JsonDocument.Parse(
            (await TracectlProcess.RunAsync(fixture.Simulator, "stats", "--by", "name", "--output", "json")).Output).RootElement;
        var rows = (await TracectlProcess.RunAsync(fixture.Simulator, "stats", "--by", "name", "--output", "csv")).Lines.Skip(1)
            .Select(line => line.Split(',')).ToList();

        Assert.Equal(74, json.GetProperty("traces").GetProperty("count").GetInt32());
        Assert.Equal(["traces", "", "74"], rows[0][..3]);
        Assert.Equal(("67", 67), (rows[0][^1], json.GetProperty("traces").GetProperty("known").GetInt32()));
        Assert.Equal(
            json.GetProperty("groups").GetProperty("name").EnumerateArray()
                .Select(group => $"{group.GetProperty("key")} {group.GetProperty("count")} {group.GetProperty("errors")}"),
            rows.Skip(1).Select(row => $"{row[1]} {row[2]} {row[3]}"));
    }

    [Fact]
    public async Task An_export_counts_as_the_services_do()
    {
        var folder = Directory.CreateTempSubdirectory("tracectl-stats-");
        try
        {
            var path = Path.Combine(folder.FullName, "traces.jsonl");
            await TracectlProcess.RunAsync(fixture.Simulator, "export", "--to", path);
            string[] arguments =
                ["stats", "--by", "source", "--by", "service", "--by", "model", "--limit", "0", "--output", "csv", "--quiet"];

            var online = await TracectlProcess.RunAsync(fixture.Simulator, arguments);
            var offline = await TracectlProcess.RunAsync(simulator: null, [.. arguments, "--file", path]);

            Assert.Contains(online.Lines, line => line.StartsWith("source,calyptia,", StringComparison.Ordinal));
            Assert.Equal(online.Lines, offline.Lines);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_limit_counts_the_newest_only()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "stats", "--limit", "10", "--output", "csv");

        Assert.Equal("10", result.Lines[1].Split(',')[2]);
        Assert.Equal("Statistics of the newest 10 traces. Use --limit 0 to include all.\n", result.Error);
    }
}
