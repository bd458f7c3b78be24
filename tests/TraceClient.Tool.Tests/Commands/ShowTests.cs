using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

[Trait("Category", "slow")]
public sealed class ShowTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("kubiya", 100)]
    [InlineData("galtea", 80)]
    [InlineData("calyptia", 140)]
    public async Task A_trace_is_a_header_and_a_tree_with_bars(string source, int columns)
    {
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        environment["COLUMNS"] = $"{columns}";

        var result = await TracectlProcess.RunAsync(environment, "show", source, "--output", "table");

        Golden.Matches($"show-{source}", result.ToString());
    }

    [Fact]
    public async Task Records_and_attributes_stand_below_their_spans()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "show", "galtea", "--records", "--attributes", "--output", "table");

        Golden.Matches("show-records-attributes", result.ToString());
    }

    [Fact]
    public async Task Only_what_failed_and_what_led_there_is_shown_on_demand()
    {
        var failing = await NewestFailingAsync();

        var result = await TracectlProcess.RunAsync(fixture.Simulator, "show", failing, "--errors", "--output", "table");

        Golden.Matches("show-errors", result.ToString());
    }

    [Fact]
    public async Task One_span_is_shown_with_all_that_is_known_of_it()
    {
        var trace = JsonDocument.Parse(
            (await TracectlProcess.RunAsync(fixture.Simulator, "show", await NewestFailingAsync(), "--output", "json")).Output).RootElement;
        var span = trace.GetProperty("spans").EnumerateArray().First(span => span.GetProperty("status").GetString() == "Error")
            .GetProperty("id").GetString()!;

        var result = await TracectlProcess.RunAsync(
            fixture.Simulator, "show", trace.GetProperty("reference").GetString()!, "--span", span, "--output", "table");

        Golden.Matches("show-span", result.ToString());
    }

    [Fact]
    public async Task Traces_of_one_session_of_Calyptia_take_as_many_requests_as_one_of_them()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options =>
            {
                (options.Calyptia.Pipelines, options.Calyptia.TracesPerSession, options.Calyptia.RecordsPerTrace) = (1, 40, 20);
                (options.Kubiya.Traces, options.Galtea.Traces) = (0, 0);
            },
            TestContext.Current.CancellationToken);
        var session = simulator.Calyptia.SessionIds.First();
        string[] references =
        [
            .. (await TracectlProcess.RunAsync(simulator, "list", "--session", session, "--output", "csv")).Lines.Skip(1)
            .Select(line => line.Split(',')[0]).TakeLast(5),
        ];

        var one = await RecordRequestsAsync(references[^1]);
        var five = await RecordRequestsAsync(references);

        Assert.True(one > 1);
        Assert.Equal(one, five);

        async Task<int> RecordRequestsAsync(params string[] traces)
        {
            simulator.Requests.Clear();
            var result = await TracectlProcess.RunAsync(simulator, ["show", .. traces, "--output", "jsonl"]);
            Assert.Equal(ExitCodes.Ok, result.ExitCode);
            Assert.Equal(
                traces, result.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("trace").GetString()).Distinct());
            return simulator.Requests.Count(request => request.Path == $"/v1/trace_sessions/{session}/records");
        }
    }

    [Fact]
    public async Task Json_is_the_whole_trace()
    {
        await using var client = TraceClients.Create(fixture.Simulator.Configure);
        foreach (var id in fixture.Simulator.Kubiya.TraceIds.Take(5))
        {
            var trace = await client.GetTraceAsync(new TraceReference("kubiya", id), TestContext.Current.CancellationToken);

            var result = await TracectlProcess.RunAsync(fixture.Simulator, "show", $"kubiya:{id}", "--output", "json");

            var json = JsonDocument.Parse(result.Output).RootElement;
            Assert.Equal(trace.Name, json.GetProperty("name").GetString());
            Assert.Equal(AttributeValue.From(trace.Attributes), AttributeValue.From(json.GetProperty("attributes")));
            Assert.Equal(trace.Warnings.Count, Count(json, "warnings"));
            Assert.DoesNotContain("\"body\"", result.Output, StringComparison.Ordinal);
            var spans = json.GetProperty("spans").EnumerateArray().ToList();
            Assert.Equal(trace.Spans.Select(span => span.Id), spans.Select(span => span.GetProperty("id").GetString()));
            foreach (var (span, there) in trace.Spans.Zip(spans))
            {
                Assert.Equal(span.ParentId, Text(there, "parentId"));
                Assert.Equal(span.StartTime?.ToString(), Text(there, "startTime"));
                Assert.Equal(span.StatusMessage, Text(there, "statusMessage"));
                Assert.Equal(
                    span.Resource.Count, there.TryGetProperty("resource", out var resource) ? resource.EnumerateObject().Count() : 0);
                Assert.Equal(span.Records.Count, Count(there, "records"));
                Assert.Equal(span.Links.Count, Count(there, "links"));
            }
        }
    }

    [Fact]
    public async Task Json_with_content_is_what_the_serializer_writes_and_reads()
    {
        await using var client = TraceClients.Create(fixture.Simulator.Configure);
        foreach (var source in (string[])["calyptia", "kubiya", "galtea"])
        {
            var result = await TracectlProcess.RunAsync(fixture.Simulator, "show", source, "--content", "--output", "json");

            var trace = JsonSerializer.Deserialize<Trace>(result.Output)!;
            Assert.Equal(await client.GetTraceAsync(trace.Reference, TestContext.Current.CancellationToken), trace);
            Assert.Equal(JsonSerializer.Serialize(trace, Relaxed) + "\n", result.Output);
            Assert.NotEmpty(trace.Roots);
        }
    }

    [Fact]
    public async Task Without_content_only_the_bodies_are_missing()
    {
        var with = JsonSerializer.Deserialize<Trace>(
            (await TracectlProcess.RunAsync(fixture.Simulator, "show", "galtea", "--content", "--output", "json")).Output)!;

        var without = JsonSerializer.Deserialize<Trace>(
            (await TracectlProcess.RunAsync(fixture.Simulator, "show", with.Reference.ToString(), "--output", "json")).Output)!;

        Assert.Contains(with.Spans.SelectMany(span => span.Records), record => !record.Body.IsNull);
        Assert.Equal(with.Spans.Select(span => span with { Records = [.. span.Records.Select(record => record with { Body = default })] }),
            without.Spans);
    }

    [Fact]
    public async Task Several_traces_are_an_array_and_their_spans_lines_or_rows()
    {
        string[] references = [.. fixture.Simulator.Kubiya.TraceIds.Take(2).Select(id => $"kubiya:{id}")];

        var array = JsonDocument.Parse(
            (await TracectlProcess.RunAsync(fixture.Simulator, ["show", .. references, "--output", "json"])).Output).RootElement;
        var lines = await TracectlProcess.RunAsync(fixture.Simulator, ["show", .. references, "--output", "jsonl"]);
        var rows = await TracectlProcess.RunAsync(fixture.Simulator, ["show", .. references, "--output", "csv"]);

        var expected = array.EnumerateArray().SelectMany(trace => trace.GetProperty("spans").EnumerateArray().Select(
            span => (trace.GetProperty("reference").GetString(), span.GetProperty("id").GetString()))).ToList();
        Assert.Equal(expected, lines.Lines.Select(line => JsonDocument.Parse(line).RootElement)
            .Select(span => (span.GetProperty("trace").GetString(), span.GetProperty("id").GetString())));
        Assert.Equal(expected, rows.Lines.Skip(1).Select(row => row.Split(',')).Select(row => ((string?)row[0], (string?)row[1])));
    }

    [Fact]
    public async Task An_id_without_a_source_is_searched_in_every_source()
    {
        var result = await TracectlProcess.RunAsync(
            fixture.Simulator, "show", fixture.Simulator.Galtea.InferenceResultIds.First(), "--output", "json");

        Assert.Equal("galtea", JsonDocument.Parse(result.Output).RootElement.GetProperty("source").GetString());
    }

    [Fact]
    public async Task Without_a_reference_it_is_the_newest_trace()
    {
        var newest = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--limit", "1", "--output", "csv");

        var result = await TracectlProcess.RunAsync(fixture.Simulator, "show", "--output", "json");

        Assert.Equal($"Newest trace: {newest.Lines[1].Split(',')[0]}\n", result.Error);
    }

    [Fact]
    public async Task A_chain_of_10000_spans_is_shown_to_its_end()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options => (options.Kubiya.Traces, options.Kubiya.SpansPerTrace, options.Kubiya.Depth) = (1, 10_000, 10_000),
            TestContext.Current.CancellationToken);

        var result = await TracectlProcess.RunAsync(simulator, "show", "kubiya", "--output", "table");

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(10_000, result.Output[(result.Output.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Count());
        Assert.Contains("9999 ", result.Output, StringComparison.Ordinal);
        Assert.All(result.Lines, line => Assert.InRange(line.Length, 0, TracectlProcess.Columns));
    }

    [Fact]
    public async Task A_body_with_line_breaks_stays_on_its_line()
    {
        await using var simulator =
            await TraceSimulator.StartAsync(options => options.Galtea.Traces = 0, TestContext.Current.CancellationToken);
        var id = simulator.Galtea.AddInferenceResultJson("{}");
        simulator.Galtea.AddSpanJson(
            $$"""{"inferenceResultId":"{{id}}","name":"a","inputData":{"x":"multi\nline",BREAK "y":[1,BREAK2] } }""".Replace(
                "BREAK", "\n\r\n", StringComparison.Ordinal));

        var result = await TracectlProcess.RunAsync(simulator, "show", $"galtea:{id}", "--content", "--output", "jsonl");

        var body = JsonDocument.Parse(Assert.Single(result.Lines)).RootElement.GetProperty("records")[0].GetProperty("body");
        Assert.Equal("multi\nline", body.GetProperty("x").GetString());
    }

    private async Task<string> NewestFailingAsync() =>
        (await TracectlProcess.RunAsync(
            fixture.Simulator, "list", "--source", "galtea", "--errors", "--limit", "1", "--output", "csv")).Lines[1].Split(',')[0];

    private static int Count(JsonElement element, string name) => element.TryGetProperty(name, out var list) ? list.GetArrayLength() : 0;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
