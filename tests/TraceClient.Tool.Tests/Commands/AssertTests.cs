using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using TraceClient.Otlp;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

public sealed class AssertTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>, IDisposable
{
    private const string Strict = """{"status":"Ok","maxTokens":3000,"spans":[{"type":"Tool","min":0,"maxErrors":0}]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracectl-assert-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_trace_that_violates_the_policy_is_shown_with_its_marked_tree() =>
        Golden.Matches("assert", (await RunAsync(Strict, "galtea", "--output", "table")).ToString());

    [Fact]
    public async Task A_trace_that_meets_the_policy_is_one_line()
    {
        var result = await RunAsync("""{"maxSpans":1000}""", "galtea", "--output", "table");

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.StartsWith("✓ galtea:", result.Lines[0], StringComparison.Ordinal);
        Assert.Equal("1 trace checked: 1 passed, 0 failed.", result.Lines[^1]);
        Assert.Equal(2, result.Lines.Count);
    }

    [Fact]
    public async Task A_query_checks_all_traces_that_it_finds()
    {
        var result = await RunAsync(Strict, "--source", "galtea", "--output", "json");

        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        var traces = JsonDocument.Parse(result.Output).RootElement.EnumerateArray().ToList();
        Assert.Equal(25, traces.Count);
        Assert.Contains(traces, trace => trace.GetProperty("passed").GetBoolean() && trace.GetProperty("violations").GetArrayLength() == 0);
        var failed = traces.Find(trace => !trace.GetProperty("passed").GetBoolean());
        var violation = failed.GetProperty("violations")[0];
        Assert.Equal("status", violation.GetProperty("check").GetString());
        Assert.NotEqual("", violation.GetProperty("expected").GetString());
        Assert.True(violation.GetProperty("spans").GetArrayLength() > 0);
    }

    [Fact]
    public async Task Rows_have_each_violation_and_each_trace_that_passes()
    {
        var rows = await RunAsync(Strict, "--source", "galtea", "-n", "2");
        var csv = await RunAsync(Strict, "--source", "galtea", "-n", "2", "--output", "csv");

        Assert.Equal("reference,name,result,check,expected,actual", csv.Lines[0]);
        Assert.Equal(csv.Lines.Skip(1).Select(line => line.Replace(',', '\t')), rows.Lines);
        Assert.Contains(rows.Lines, line => line.EndsWith("\tfailed\tstatus\tthe status Ok\tError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Saved_traces_are_checked_offline()
    {
        var file = Path.Combine(_folder.FullName, "traces.jsonl");
        var trace = new TraceBuilder("kubiya").Span("agent", SpanType.Agent, agent => agent.Child("deploy", SpanType.Tool)).Build();
        await using (var stream = File.Create(file))
            await new OtlpWriter().WriteAsync(stream, OtlpFormat.JsonLines, trace, TestContext.Current.CancellationToken);

        var result = await TracectlProcess.RunAsync(
            simulator: null, "assert", "--policy", Write("policy.json", """{"tools":{"forbidden":["deploy"]}}"""), "--file", file);

        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.Contains("tools.forbidden\tno calls of deploy\tcalls of deploy", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_can_come_from_standard_input()
    {
        await using var process = TracectlProcess.Start(fixture.Simulator, "assert", "--policy", "-", "galtea", "--quiet");
        await process.SendAsync("""{"maxSpans":1}""");

        var result = await process.WaitAsync();

        Assert.Equal((ExitCodes.Failure, ""), (result.ExitCode, result.Error));
        Assert.Contains("maxSpans\tat most 1 span\t", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_junit_report_has_a_case_for_each_trace_and_check()
    {
        var file = Path.Combine(_folder.FullName, "report.xml");

        var result = await RunAsync(Strict, "--source", "galtea", "-n", "3", "--junit", file);

        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.NotEqual("", result.Output);
        var report = ReadReport(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var cases = report.Descendants("testcase").ToList();
        Assert.Equal(9, cases.Count);
        Assert.Equal(["status", "maxTokens", "spans[0]"], cases.Take(3).Select(one => one.Attribute("name")!.Value));
        var failure = report.Descendants("failure").First();
        Assert.Equal("status: expected the status Ok, found Error.", failure.Attribute("message")!.Value);
        Assert.Contains("> Agent support_agent", failure.Value, StringComparison.Ordinal);
        Assert.Equal(report.Descendants("failure").Count(), (int)report.Root!.Attribute("failures")!);
    }

    [Fact]
    public async Task A_junit_report_on_standard_output_stands_alone()
    {
        var result = await RunAsync("""{"maxSpans":1000}""", "galtea", "--junit", "-", "--output", "json");

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Empty(ReadReport(result.Output).Descendants("failure"));
    }

    [Fact]
    public async Task Characters_that_XML_does_not_allow_are_replaced()
    {
        const string name = "bell \u0007 <b>&amp; \ufffe";
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        simulator.Add(new TraceBuilder("kubiya", "0123456789abcdef0123456789abcdef").Span(name, SpanType.Tool).Build());

        var policy = Write("p\u0007.json", """{"tools":{"forbidden":["bell*"]}}""");
        var result = await TracectlProcess.RunAsync(
            simulator, "assert", "--policy", policy, "kubiya:0123456789abcdef0123456789abcdef", "--junit", "-");

        var report = ReadReport(result.Output);
        Assert.Contains("<b>&amp;", report.Descendants("failure").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', result.Output);
    }

    [Fact]
    public async Task A_query_without_traces_checks_nothing_and_fails()
    {
        var file = Path.Combine(_folder.FullName, "report.xml");

        var result = await RunAsync(Strict, "--text", "no trace has this name", "--junit", file);

        Assert.Equal(ExitCodes.Failure, result.ExitCode);
        Assert.Contains("No traces found: nothing was checked.", result.Error, StringComparison.Ordinal);
        Assert.Single(ReadReport(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Descendants("error"));
    }

    [Fact]
    public async Task A_trace_that_does_not_exist_is_an_error_of_the_report()
    {
        var file = Path.Combine(_folder.FullName, "report.xml");

        var result = await RunAsync("""{"maxSpans":1000}""", "galtea:none", "--junit", file);

        Assert.Equal(ExitCodes.NotFound, result.ExitCode);
        var report = ReadReport(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal("not-found", Assert.Single(report.Descendants("error")).Attribute("type")!.Value);
    }

    [Fact]
    public async Task A_source_that_fails_is_reported_beside_the_traces_of_the_others()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        simulator.Tokens.Rotate(SimulatedService.Kubiya);
        var environment = TracectlEnvironment.Of(simulator);
        environment["KUBIYA_API_KEY"] = "outdated-token";

        var passed = await RunAsync(environment, """{"spans":[{"name":"*"}]}""", "--source", "galtea", "--source", "kubiya");
        var failed = await RunAsync(environment, Strict, "--source", "galtea", "--source", "kubiya");

        Assert.Equal((ExitCodes.Authentication, ExitCodes.Failure), (passed.ExitCode, failed.ExitCode));
        Assert.Equal(25, passed.Lines.Count);
        Assert.Contains("kubiya", passed.Error, StringComparison.Ordinal);
        Assert.Contains("kubiya", failed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"maxToken":1}""", "$.maxToken is unknown. Did you mean 'maxTokens'?")]
    [InlineData("""{"baseline":{"file":"none.json"}}""", "none.json' does not exist")]
    [InlineData("{", "Invalid JSON in line 1")]
    public async Task An_invalid_policy_is_an_error_of_usage(string policy, string message)
    {
        var result = await RunAsync(policy, "galtea");

        Assert.Equal((ExitCodes.Usage, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Missing value for --policy", "assert")]
    [InlineData("does not exist", "assert", "--policy", "none.json")]
    [InlineData("cannot be used with REF", "assert", "--policy", "none.json", "galtea", "--errors")]
    [InlineData("Invalid value for --junit", "assert", "--policy", "none.json", "--junit", "http://localhost/")]
    public async Task Wrong_arguments_are_an_error_of_usage(string message, params string[] arguments)
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, arguments);

        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private Task<TracectlResult> RunAsync(string policy, params string[] arguments) =>
        RunAsync(TracectlEnvironment.Of(fixture.Simulator), policy, arguments);

    private Task<TracectlResult> RunAsync(Dictionary<string, string?> environment, string policy, params string[] arguments) =>
        TracectlProcess.RunAsync(environment, ["assert", "--policy", Write("policy.json", policy), .. arguments]);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Reads a report that has the usual form.</summary>
    private static XDocument ReadReport(string xml)
    {
        var report = XDocument.Parse(xml);
        var schemas = new XmlSchemaSet();
        using var schema = XmlReader.Create(new StringReader(JunitSchema.Text));
        schemas.Add(XmlSchema.Read(schema, validationEventHandler: null)!);
        report.Validate(schemas, validationEventHandler: null);
        return report;
    }
}
