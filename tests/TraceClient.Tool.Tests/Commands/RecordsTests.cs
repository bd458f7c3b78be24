using System.Text;
using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

public sealed class RecordsTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>
{
    // One chunk: the first filter adds, changes and removes records, the second changes a nested key, the third merges two records.
    private const string Tap = """
        {"type":1,"trace_id":"trace.0","start_time":1773500000,"end_time":1773500000,"plugin_instance":"tail.0","plugin_alias":"in_app","records":[{"timestamp":1773500000,"record":{"log":"start","level":"info"}},{"timestamp":1773500001,"record":{"log":"debugging","level":"debug"}},{"timestamp":1773500002,"record":{"log":"password=hunter2","level":"info"}}]}
        {"type":2,"trace_id":"trace.0","start_time":1773500003,"end_time":1773500003,"plugin_instance":"modify.0","records":[{"timestamp":1773500000,"record":{"log":"start","level":"info","host":"web-1"}},{"timestamp":1773500002,"record":{"log":"password=***","level":"warn","host":"web-1"}}]}
        {"type":2,"trace_id":"trace.0","start_time":1773500004,"end_time":1773500004,"plugin_instance":"kubernetes.1","records":[{"timestamp":1773500000,"record":{"log":"start","level":"info","kubernetes":{"labels":{"app":"shop"},"host":"web-1"}}},{"timestamp":1773500002,"record":{"log":"password=***","level":"warn","kubernetes":{"labels":{"app":"shop"},"host":"web-1"}}}]}
        {"type":2,"trace_id":"trace.0","start_time":1773500005,"end_time":1773500005,"plugin_instance":"lua.2","records":[{"timestamp":1773500000,"record":{"log":"start","level":"info","kubernetes":{"labels":{"app":"shop","tier":"web"},"host":"web-1"}}},{"timestamp":1773500002,"record":{"log":"password=***","level":"warn","kubernetes":{"labels":{"app":"shop"},"host":"web-1"}}},{"timestamp":1773500009,"record":{"metric":"records","value":2}}]}
        {"type":3,"trace_id":"trace.0","start_time":1773500006,"end_time":1773500006,"plugin_instance":"tail.0","plugin_alias":"in_app","records":[{"timestamp":1773500000,"record":{"log":"start","level":"info","kubernetes":{"labels":{"app":"shop","tier":"web"},"host":"web-1"}}},{"timestamp":1773500002,"record":{"log":"password=***","level":"warn","kubernetes":{"labels":{"app":"shop"},"host":"web-1"}}},{"timestamp":1773500009,"record":{"metric":"records","value":2}}]}
        {"type":4,"trace_id":"trace.0","start_time":1773500007,"end_time":1773500007,"plugin_instance":"http.0","return":1,"records":[]}
        """;

    // Two appends to one chunk: inputs and pre-outputs carry the whole chunk, the filter only what was appended.
    private const string TapOfTwoPasses = """
        {"type":1,"trace_id":"trace.0","start_time":1773500000,"end_time":1773500000,"plugin_instance":"tail.0","records":[{"timestamp":1773500000,"record":{"log":"one"}}]}
        {"type":2,"trace_id":"trace.0","start_time":1773500001,"end_time":1773500001,"plugin_instance":"modify.0","records":[{"timestamp":1773500000,"record":{"log":"one","host":"web-1"}}]}
        {"type":3,"trace_id":"trace.0","start_time":1773500001,"end_time":1773500001,"plugin_instance":"tail.0","records":[{"timestamp":1773500000,"record":{"log":"one","host":"web-1"}}]}
        {"type":1,"trace_id":"trace.0","start_time":1773500002,"end_time":1773500002,"plugin_instance":"tail.0","records":[{"timestamp":1773500000,"record":{"log":"one","host":"web-1"}},{"timestamp":1773500002,"record":{"log":"two"}}]}
        {"type":2,"trace_id":"trace.0","start_time":1773500003,"end_time":1773500003,"plugin_instance":"modify.0","records":[{"timestamp":1773500002,"record":{"log":"two","host":"web-1"}}]}
        {"type":3,"trace_id":"trace.0","start_time":1773500003,"end_time":1773500003,"plugin_instance":"tail.0","records":[{"timestamp":1773500000,"record":{"log":"one","host":"web-1"}},{"timestamp":1773500002,"record":{"log":"two","host":"web-1"}}]}
        """;

    [Fact]
    public async Task A_later_pass_is_a_diff_of_what_was_appended()
    {
        await using var simulator = await StartWithTapAsync(TapOfTwoPasses);

        var result = await TracectlProcess.RunAsync(simulator, "records", "calyptia", "--output", "table");

        Golden.Matches("records-calyptia-passes", Stable(result.ToString()));
    }

    [Fact]
    public async Task A_pipeline_is_a_diff_step_by_step()
    {
        await using var simulator = await StartWithTapAsync();

        var result = await TracectlProcess.RunAsync(simulator, "records", "calyptia", "--output", "table");

        Golden.Matches("records-calyptia", Stable(result.ToString()));
    }

    [Fact]
    public async Task Each_record_is_a_line_with_its_step_and_its_changes()
    {
        await using var simulator = await StartWithTapAsync();

        var result = await TracectlProcess.RunAsync(simulator, "records", "calyptia", "--output", "jsonl");

        var records = result.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["1 -", "1 -", "1 -", "2 changed", "2 removed", "2 changed", "3 changed", "3 changed", "4 changed", "4 unchanged", "4 added",
                "5 unchanged", "5 unchanged", "5 unchanged"],
            records.Select(record =>
                $"{record.GetProperty("step").GetInt32()} {(record.TryGetProperty("change", out var change) ? change.GetString() : "-")}"));
        Assert.Equal(
            """[{"op":"replace","path":"/body/log","before":"password=hunter2","value":"password=***"},"""
                + """{"op":"replace","path":"/body/level","before":"info","value":"warn"},"""
                + """{"op":"add","path":"/body/host","value":"web-1"}]""",
            records[5].GetProperty("changes").GetRawText());
        Assert.Equal("/body/kubernetes/labels/tier", records[8].GetProperty("changes")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Inputs_and_outputs_stand_below_their_spans()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "records", "galtea", "--output", "table");

        Golden.Matches("records-galtea", result.ToString());
    }

    [Fact]
    public async Task Records_of_one_kind_or_one_span_are_chosen()
    {
        var all = await LinesAsync();
        var inputs = await LinesAsync("--kind", "input");
        var span = all[0].GetProperty("spanId").GetString()!;
        var ofSpan = await LinesAsync("--span", span);

        Assert.Equal(all.Count(record => record.GetProperty("kind").GetString() == "Input"), inputs.Count);
        Assert.Equal(["Input"], inputs.Select(record => record.GetProperty("kind").GetString()).Distinct());
        Assert.Equal(all.Count(record => record.GetProperty("spanId").GetString() == span), ofSpan.Count);
        Assert.Equal([span], ofSpan.Select(record => record.GetProperty("spanId").GetString()).Distinct());
    }

    [Fact]
    public async Task Values_are_rows_with_their_bodies_as_json()
    {
        await using var simulator = await StartWithTapAsync();

        var result = await TracectlProcess.RunAsync(simulator, "records", "calyptia", "--span", "modify.0", "--output", "csv");

        Assert.Equal("trace,step,spanId,spanName,spanType,kind,name,timestamp,body,attributes,change,changes", result.Lines[0]);
        Assert.Equal(4, result.Lines.Count);
        Assert.Contains("""
            "{""log"":""debugging"",""level"":""debug""}",,removed,
            """, result.Lines[2], StringComparison.Ordinal);
    }

    private async Task<List<JsonElement>> LinesAsync(params string[] arguments)
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, ["records", "galtea", "--output", "jsonl", .. arguments]);
        return [.. result.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static async Task<TraceSimulator> StartWithTapAsync(string tap = Tap)
    {
        var simulator = await TraceSimulator.StartAsync(
            options =>
            {
                options.TimeProvider = new FakeTimeProvider(SimulatorFixture.Time);
                (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines) = (0, 0, 0);
            },
            TestContext.Current.CancellationToken);
        await simulator.Calyptia.LoadTapAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(tap)), cancellationToken: TestContext.Current.CancellationToken);
        return simulator;
    }

    // Sessions and records that are loaded have new ids at each run.
    private static string Stable(string text) =>
        System.Text.RegularExpressions.Regex.Replace(
            text, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID", default, TimeSpan.FromSeconds(1));
}
