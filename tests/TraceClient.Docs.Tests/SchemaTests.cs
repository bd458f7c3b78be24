using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using TraceClient.Testing;
using TraceClient.Tests.Model.Json;

namespace TraceClient.Docs.Tests;

public sealed partial class SchemaTests
{
    private static readonly JsonNode Schema =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Snippet.TextFolder, "docs", "trace.schema.json")))!;

    [Fact]
    public void Any_trace_is_valid() => Assert.All(Enumerable.Range(0, 60), seed => AssertValid(Of("trace"), OddTraces.Make(seed)));

    [Fact]
    public void Any_summary_is_valid() =>
        Assert.All(Enumerable.Range(0, 60), seed => AssertValid(Of("summary"), OddTraces.MakeSummary(seed)));

    [Fact]
    public async Task Traces_of_all_sources_are_valid_and_come_back_as_they_were()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var client = TraceClients.Create(simulator.Configure);
        var (trace, summary) = (Of("trace"), Of("summary"));
        var sizes = new List<int>();
        await foreach (var listed in client.ListTracesAsync(new TraceQuery(), TestContext.Current.CancellationToken))
        {
            AssertValid(summary, listed);
            var read = await client.GetTraceAsync(listed.Reference, TestContext.Current.CancellationToken);
            AssertValid(trace, read);
            Assert.Equal(read, JsonSerializer.Deserialize<Trace>(JsonSerializer.Serialize(read)));
            if (read.Spans.Count == 17)
                sizes.Add(JsonSerializer.SerializeToUtf8Bytes(read).Length);
        }

        // Spans are written once: with roots and children it would be 122 KB.
        Assert.NotEmpty(sizes);
        Assert.All(sizes, size => Assert.InRange(size, 1, 20_000));
    }

    [Theory]
    [InlineData("""{"name":"n"}""")]
    [InlineData(
        """{"reference":"s:1","source":"s","id":"1","name":"n","status":"Failed","spanCount":0,"errorCount":0,"isComplete":"""
            + """true,"spans":[]}""")]
    public void What_is_no_trace_is_not_valid(string json) => Assert.False(Evaluate(Of("trace"), json).IsValid);

    /// <summary>A type's schema, in which a member that the page does not name is an error.</summary>
    private static JsonSchema Of(string name)
    {
        var root = Schema.DeepClone().AsObject();
        root["$ref"] = $"#/$defs/{name}";
        foreach (var (_, definition) in root["$defs"]!.AsObject())
        {
            if (definition!["properties"] is not null)
                definition["additionalProperties"] = false;
        }

        return JsonSchema.FromText(root.ToJsonString());
    }

    private static void AssertValid<T>(JsonSchema schema, T value)
    {
        var json = JsonSerializer.Serialize(value);
        var results = Evaluate(schema, json);
        Assert.True(results.IsValid, json);
    }

    private static EvaluationResults Evaluate(JsonSchema schema, string json)
    {
        // The validator's JSON has neither halves of surrogate pairs nor a name twice.
        json = LoneSurrogate().Replace(json, "?").Replace("\"a\":1,\"a\":2", "\"a\":2", StringComparison.Ordinal);
        return schema.Evaluate(
            JsonNode.Parse(json), new EvaluationOptions { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true });
    }

    [GeneratedRegex(@"(?<=(?<!\\)(?:\\\\)*)\\u[dD][89a-fA-F][0-9a-fA-F]{2}", RegexOptions.None, 1000)]
    private static partial Regex LoneSurrogate();
}
