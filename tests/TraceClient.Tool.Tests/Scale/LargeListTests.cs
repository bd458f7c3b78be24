using System.Text.Json;

namespace TraceClient.Tool.Tests.Scale;

/// <summary>
/// Tests a list of 100,000 traces with a heap that has space for only a few. The runtime enforces the limit, whereas the memory of a
/// process also depends on the frequency of garbage collections.
/// </summary>
[Trait("Category", "slow")]
public sealed class LargeListTests(LargeSimulator large) : IClassFixture<LargeSimulator>
{
    // About twice the memory that the command needs. All traces together take 190 MB, their references alone 20 MB.
    private const int HeapMegabytes = 20;

    [Fact]
    public async Task A_list_of_100_000_traces_has_each_of_them_once_and_holds_none()
    {
        await using var process = TracectlProcess.Start(Environment(), "list", "--limit", "0", "--output", "jsonl");

        var references = new HashSet<string>(StringComparer.Ordinal);
        while (await process.ReadLineAsync() is { } line)
        {
            using var trace = JsonDocument.Parse(line);
            Assert.True(references.Add(trace.RootElement.GetProperty("reference").GetString()!), $"It came twice: {line}");
        }

        var result = await process.WaitAsync();
        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Error));
        Assert.Empty(large.Simulator.Kubiya.TraceIds.Select(id => $"kubiya:{id}").Except(references, StringComparer.Ordinal));
        Assert.Empty(large.Simulator.Galtea.InferenceResultIds.Select(id => $"galtea:{id}").Except(references, StringComparer.Ordinal));
        Assert.Equal(LargeSimulator.Traces, references.Count);
    }

    [Fact]
    public async Task Statistics_count_100_000_traces_and_hold_none()
    {
        var result = await TracectlProcess.RunAsync(Environment(), "stats", "--by", "source", "--output", "json");

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Error));
        using var statistics = JsonDocument.Parse(result.Output);
        Assert.Equal(LargeSimulator.Traces, statistics.RootElement.GetProperty("traces").GetProperty("count").GetInt32());
        Assert.Equal(
            [("kubiya", LargeSimulator.KubiyaTraces), ("calyptia", LargeSimulator.CalyptiaTraces), ("galtea", LargeSimulator.GalteaTraces)],
            statistics.RootElement.GetProperty("groups").GetProperty("source").EnumerateArray()
                .Select(group => (group.GetProperty("key").GetString()!, group.GetProperty("count").GetInt32())));
    }

    private Dictionary<string, string?> Environment() => new(TracectlEnvironment.Of(large.Simulator), StringComparer.Ordinal)
    {
        [HeapLimit.Variable] = HeapLimit.OfMegabytes(HeapMegabytes),
    };
}
