namespace TraceClient.Tool.Tests.Commands;

public sealed class ListTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    [Fact]
    public async Task A_table_shows_the_newest_traces_of_all_sources()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--limit", "8", "--output", "table");

        Golden.Matches("list", result.ToString());
    }
}
