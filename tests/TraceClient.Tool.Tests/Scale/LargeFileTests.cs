using System.Text.Json;

namespace TraceClient.Tool.Tests.Scale;

/// <summary>Tests a file of 100,000 traces with a heap that has space for their list properties, but not for the traces.</summary>
[Trait("Category", "slow")]
public sealed class LargeFileTests(LargeFile file) : IClassFixture<LargeFile>
{
    private const int HeapMegabytes = 192;

    private static readonly Dictionary<string, string?> Environment =
        new(StringComparer.Ordinal) { [HeapLimit.Variable] = HeapLimit.OfMegabytes(HeapMegabytes) };

    [Fact]
    public async Task A_list_of_a_file_has_each_of_100_000_traces_once_in_its_order()
    {
        await using var process = TracectlProcess.Start(Environment, "list", "--file", file.Path, "--limit", "0", "--output", "jsonl");

        var next = 0;
        while (await process.ReadLineAsync() is { } line)
        {
            using var trace = JsonDocument.Parse(line);
            Assert.Equal(LargeFile.ReferenceOf(next++), trace.RootElement.GetProperty("reference").GetString());
        }

        var result = await process.WaitAsync();
        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Error));
        Assert.Equal(LargeFile.Traces, next);
    }

    [Fact]
    public async Task Statistics_of_a_file_count_100_000_traces()
    {
        var result = await TracectlProcess.RunAsync(Environment, "stats", "--file", file.Path, "--output", "json");

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Error));
        using var statistics = JsonDocument.Parse(result.Output);
        Assert.Equal(LargeFile.Traces, statistics.RootElement.GetProperty("traces").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task An_export_of_100_000_traces_of_a_file_is_that_file_again()
    {
        var copy = file.PathOf("copy.jsonl");

        var result = await TracectlProcess.RunAsync(Environment, "export", "--file", file.Path, "--to", copy, "--output", "json");

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Error));
        await foreach (var (expected, actual) in File.ReadLinesAsync(file.Path, TestContext.Current.CancellationToken)
            .Zip(File.ReadLinesAsync(copy, TestContext.Current.CancellationToken)))
            Assert.Equal(expected, actual);
        Assert.Equal(new FileInfo(file.Path).Length, new FileInfo(copy).Length);
    }
}
