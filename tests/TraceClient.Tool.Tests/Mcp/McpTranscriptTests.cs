using System.Text;
using System.Text.Json;
using TraceClient.Testing;
using TraceClient.Tests.Conventions;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>Compares the transcript in <c>docs/mcp.md</c> with what the server returns; <c>UPDATE_GOLDEN=1</c> replaces it.</summary>
public sealed class McpTranscriptTests
{
    private const string Start = "<!-- transcript -->\n";
    private const string End = "<!-- /transcript -->";

    [Fact]
    public async Task The_transcript_of_the_documentation_is_that_of_the_server()
    {
        var transcript = await WriteAsync();
        var path = Path.Combine(SourceTree.Root, "docs", "mcp.md");
        var page = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var (start, end) = (page.IndexOf(Start, StringComparison.Ordinal) + Start.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(path, page[..start] + transcript + page[end..], TestContext.Current.CancellationToken);
        else
            Assert.Equal(page[start..end], transcript);
    }

    private static async Task<string> WriteAsync()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options => options.TimeProvider = new FakeTimeProvider(SimulatorFixture.Time));
        await using var connection = await McpConnection.StartAsync(simulator, "--content");
        var transcript = new StringBuilder();

        var list = await CallAsync("search_traces", ("source", new[] { "galtea" }), ("limit", 3));
        var (failed, good) = (ReferenceIn(list, 1), ReferenceIn(list, 2));
        var cause = await CallAsync("explain_trace", ("ref", failed), ("kind", "errors"));
        var id = cause[(cause.LastIndexOf('[') + 1)..cause.LastIndexOf(']')];
        await CallAsync("get_spans", ("ref", failed), ("span_ids", new[] { id }), ("include", new[] { "records" }));
        await CallAsync("get_trace", ("ref", failed), ("max_spans", 8));
        await CallAsync("compare_traces", ("base", good), ("other", failed), ("max_chars", 1800));
        await CallAsync("get_spans", ("ref", "galtea:missing"), ("span_ids", new[] { "1" }));
        return transcript.ToString();

        async Task<string> CallAsync(string tool, params (string Name, object Value)[] arguments)
        {
            var text = await connection.TextOfAsync(tool, [.. arguments.Select(one => (one.Name, (object?)one.Value))]);
            text = text.Replace(simulator.GalteaAddress.Authority, "127.0.0.1:PORT", StringComparison.Ordinal);
            var values = arguments.Select(one => $"{one.Name}={(one.Value is string value ? value : JsonSerializer.Serialize(one.Value))}");
            transcript.Append("```text\n> ").Append(tool).Append(' ').AppendJoin(' ', values)
                .Append("\n\n").Append(text).Append("\n```\n\n");
            return text;
        }
    }

    private static string ReferenceIn(string list, int row) => list.Split('\n')[row].Split(' ')[0];
}
