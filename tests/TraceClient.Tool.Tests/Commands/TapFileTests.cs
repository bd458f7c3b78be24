using System.Text.Json;

namespace TraceClient.Tool.Tests.Commands;

/// <summary>Tests commands with Tap output of Fluent Bit 2.2 and later.</summary>
public sealed class TapFileTests
{
    private static readonly string Malformed = Sample("v3.1.10-b-filter-drops-all.NOT-JSON.txt");

    [Theory]
    [InlineData("list", "--file", "FILE")]
    [InlineData("import", "FILE")]
    public async Task Malformed_events_are_counted_and_the_rest_is_read(params string[] arguments)
    {
        var result = await TracectlProcess.RunAsync(
            simulator: null, [.. arguments.Select(argument => argument == "FILE" ? Malformed : argument), "--output", "json"]);

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains($"'{Malformed}': 9 of 18 events could not be read; 9 were recovered", result.Error, StringComparison.Ordinal);
        using var read = JsonDocument.Parse(result.Output);
        Assert.Equal(9, arguments[0] == "list" ? read.RootElement.GetArrayLength() : read.RootElement[0].GetProperty("traces").GetInt32());
    }

    [Theory]
    [InlineData("list", "--file", "FILE")]
    [InlineData("import", "FILE")]
    public async Task A_file_of_which_nothing_can_be_read_is_a_failure(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("tracectl-tap-");
        try
        {
            // The complete event inside the malformed one is truncated.
            var line = (await File.ReadAllLinesAsync(Malformed, TestContext.Current.CancellationToken))[0];
            var path = Path.Combine(folder.FullName, "tap.jsonl");
            await File.WriteAllTextAsync(
                path, line[..line.IndexOf("{\"type\":2", StringComparison.Ordinal)], TestContext.Current.CancellationToken);

            var result =
                await TracectlProcess.RunAsync(simulator: null, [.. arguments.Select(argument => argument == "FILE" ? path : argument)]);

            Assert.Equal((ExitCodes.Failure, ""), (result.ExitCode, result.Output.Trim('[', ']', '\n')));
            Assert.Contains("tap.jsonl", result.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_is_not_a_file_of_events()
    {
        var folder = Path.GetTempPath();

        var result = await TracectlProcess.RunAsync(simulator: null, "simulate", "--tap", folder, "--", "true");

        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.Contains($"Cannot read {folder}: It is a folder.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_are_compared_with_the_batch_that_entered_them()
    {
        var result = await TracectlProcess.RunAsync(
            simulator: null, "records", "calyptia", "--file", Sample("v3.1.10-two-appends.json"), "--output", "jsonl");

        var records = result.Lines.Select(line => JsonDocument.Parse(line).RootElement);
        Assert.Equal(
            ["1 PreOutput -", "2 Input unchanged", "3 Filter -", "4 Filter changed", "5 PreOutput unchanged", "5 PreOutput unchanged"],
            records.Select(
                record => $"{record.GetProperty("step").GetInt32()} {record.GetProperty("spanType").GetString()} "
                    + $"{(record.TryGetProperty("change", out var change) ? change.GetString() : "-")}"));
    }

    private static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "Samples", "calyptia", name);
}
