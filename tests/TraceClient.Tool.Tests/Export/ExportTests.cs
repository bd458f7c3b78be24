using System.Text.Json;
using TraceClient.Otlp;
using TraceClient.Otlp.Tests.Exporting;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Export;

/// <summary><c>tracectl export</c>, <c>import</c> and <c>view</c> as processes.</summary>
[Trait("Category", "slow")]
public sealed class ExportTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracectl-export-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("traces.json")]
    [InlineData("traces.jsonl")]
    [InlineData("traces.jsonl.gz")]
    [InlineData("traces.pb")]
    public async Task A_file_holds_the_traces_of_the_query(string name)
    {
        var path = Path.Combine(_folder.FullName, name);

        var result = await TracectlProcess.RunAsync(fixture.Simulator, "export", "--to", path, "--content", "--output", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var expected = await ReferencesAsync();
        Assert.Equal(expected, await ReferencesInAsync(path));
        using var outcome = JsonDocument.Parse(result.Output);
        Assert.Equal(expected.Count, outcome.RootElement.GetProperty("traces").GetInt32());
    }

    [Fact]
    public async Task Standard_output_gets_json_lines_of_the_named_traces_alone()
    {
        var references = (await ReferencesAsync()).Take(2).ToList();

        var result = await TracectlProcess.RunAsync(fixture.Simulator, ["export", .. references]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(references.Count, result.Lines.Count);
        Assert.All(result.Lines, line => Assert.StartsWith("{\"resourceSpans\":[", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Content_is_omitted_by_default()
    {
        var without = await TracectlProcess.RunAsync(fixture.Simulator, "export", "--source", "galtea");
        var with = await TracectlProcess.RunAsync(fixture.Simulator, "export", "--source", "galtea", "--content");

        Assert.DoesNotContain("traceclient.record.body", without.Output, StringComparison.Ordinal);
        Assert.Contains("traceclient.record.body", with.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_has_a_line_a_span()
    {
        var path = Path.Combine(_folder.FullName, "spans.csv");

        var result = await TracectlProcess.RunAsync(
            fixture.Simulator, "export", "--source", "kubiya", "--limit", "3", "--to", path, "--output", "json");

        using var outcome = JsonDocument.Parse(result.Output);
        Assert.Equal(3, outcome.RootElement.GetProperty("traces").GetInt32());
        Assert.Equal(1 + outcome.RootElement.GetProperty("spans").GetInt32(), File.ReadAllLines(path).Length);
    }

    [Fact]
    public async Task All_shards_together_have_each_trace_once()
    {
        var all = new List<string>();
        for (var share = 1; share <= 3; share++)
        {
            var path = Path.Combine(_folder.FullName, $"{share}.jsonl");
            var result = await TracectlProcess.RunAsync(fixture.Simulator, "export", "--shard", $"{share}/3", "--to", path);
            Assert.Equal(0, result.ExitCode);
            all.AddRange(await ReferencesInAsync(path));
        }

        Assert.Equal(await ReferencesAsync(), all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_collector_gets_every_trace_and_a_checkpoint_keeps_a_second_run_from_sending_them_again()
    {
        await using var collector = new Collector();
        var checkpoint = Path.Combine(_folder.FullName, "export.checkpoint");
        string[] arguments = ["export", "--to", collector.Endpoint.ToString(), "--format", "json", "--checkpoint", checkpoint];

        var first = await TracectlProcess.RunAsync(fixture.Simulator, [.. arguments, "--output", "json"]);
        var arrived = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in collector.Requests)
        {
            await foreach (
                var trace in new OtlpReader().ReadTracesAsync(new MemoryStream(request.Body), TestContext.Current.CancellationToken))
                arrived.Add(trace.Reference.ToString());
        }

        var second = await TracectlProcess.RunAsync(fixture.Simulator, [.. arguments, "--output", "json"]);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        var expected = await ReferencesAsync();
        Assert.Equal(expected, arrived.Order(StringComparer.Ordinal));
        using var outcome = JsonDocument.Parse(second.Output);
        Assert.True(outcome.RootElement.GetProperty("traces").GetInt32() < expected.Count, second.Output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Traces_of_requests_to_Kubiya_are_sent_to_a_collector_only_with_all(bool isAll)
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options => options.Kubiya.ReadsCreateTraces = true, TestContext.Current.CancellationToken);
        await using var collector = new Collector();
        await TracectlProcess.RunAsync(simulator, "list", "--source", "kubiya");
        string[] arguments = ["export", "--source", "kubiya", "--to", collector.Endpoint.ToString(), "--format", "json"];

        var result = await TracectlProcess.RunAsync(simulator, isAll ? [.. arguments, "--all"] : arguments);

        Assert.Equal(0, result.ExitCode);
        var isSent = collector.Requests.Any(
            request => System.Text.Encoding.UTF8.GetString(request.Body).Contains("\"traces.list\"", StringComparison.Ordinal));
        Assert.Equal(isAll, isSent);
    }

    [Fact]
    public async Task An_invalid_address_of_a_collector_is_rejected()
    {
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "export", "--to", "ftp://localhost");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("http://", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--to", "traces.xyz")]
    [InlineData("--to", "http://localhost:1", "--format", "csv")]
    [InlineData("--to", "traces.jsonl", "--checkpoint", "x")]
    [InlineData("--to", "traces.jsonl", "--all")]
    [InlineData("--to", "http://localhost:1", "--limit", "3")]
    [InlineData("--to", "no-such-folder/traces.jsonl")]
    [InlineData("--shard", "5/4")]
    [InlineData("--limit", "-1")]
    public async Task An_invalid_command_line_is_rejected_before_anything_is_read(params string[] arguments)
    {
        var before = fixture.Simulator.Requests.Count;

        var result = await TracectlProcess.RunAsync(fixture.Simulator, ["export", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(before, fixture.Simulator.Requests.Count);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task A_trace_that_does_not_exist_leaves_no_file()
    {
        var path = Path.Combine(_folder.FullName, "none.jsonl");

        var result = await TracectlProcess.RunAsync(fixture.Simulator, "export", "kubiya:0123456789abcdef0123456789abcdef", "--to", path);

        Assert.Equal(3, result.ExitCode);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task An_existing_file_is_kept_when_all_sources_fail()
    {
        var path = Path.Combine(_folder.FullName, "traces.jsonl");
        await File.WriteAllTextAsync(path, "yesterday's", TestContext.Current.CancellationToken);
        var environment = TracectlEnvironment.Of(fixture.Simulator);
        environment["GALTEA_API_KEY"] = "wrong";

        var result = await TracectlProcess.RunAsync(environment, "export", "--source", "galtea", "--to", path);

        Assert.Equal(ExitCodes.Authentication, result.ExitCode);
        Assert.Equal("yesterday's", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public async Task A_link_stays_a_link_and_what_it_leads_to_is_written()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = Path.Combine(_folder.FullName, "traces.jsonl");
        var link = Path.Combine(_folder.FullName, "latest.jsonl");
        await File.WriteAllTextAsync(path, "yesterday's", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(link, path);

        var result = await TracectlProcess.RunAsync(fixture.Simulator, "export", "--limit", "2", "--to", link);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(path, new FileInfo(link).LinkTarget);
        Assert.Equal(2, (await ReferencesInAsync(path)).Count);
    }

    [Fact]
    public async Task A_named_pipe_is_written_to_and_stays_one()
    {
        if (OperatingSystem.IsWindows())
            return;
        var pipe = Path.Combine(_folder.FullName, "traces.jsonl");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var reader =
            System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cat", [pipe]) { RedirectStandardOutput = true })!;

        var read = reader.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var result = await TracectlProcess.RunAsync(fixture.Simulator, "export", "--limit", "2", "--to", pipe);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, (await read).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        using var test = System.Diagnostics.Process.Start("test", ["-p", pipe]);
        await test.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, test.ExitCode);
    }

    [Fact]
    public async Task An_export_reads_back_as_the_same_list()
    {
        var path = Path.Combine(_folder.FullName, "traces.jsonl");
        await TracectlProcess.RunAsync(fixture.Simulator, "export", "--to", path, "--content");

        var online = await TracectlProcess.RunAsync(fixture.Simulator, "list", "--limit", "0", "--output", "jsonl");
        var offline = await TracectlProcess.RunAsync(simulator: null, "list", "--file", path, "--limit", "0", "--output", "jsonl");

        Assert.Equal((0, ""), (offline.ExitCode, offline.Error));
        Assert.Equal(ReferencesOf(online).Order(StringComparer.Ordinal), ReferencesOf(offline).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_trace_from_a_file_is_shown_under_its_own_reference()
    {
        var path = Path.Combine(_folder.FullName, "traces.jsonl");
        await TracectlProcess.RunAsync(fixture.Simulator, "export", "--source", "galtea", "--limit", "1", "--to", path, "--content");
        var reference = Assert.Single(await ReferencesInAsync(path));

        var online = await TracectlProcess.RunAsync(fixture.Simulator, "show", reference, "--output", "table");
        var offline = await TracectlProcess.RunAsync(simulator: null, "show", reference, "--file", path, "--output", "table");

        Assert.Equal(online.Output, offline.Output);
    }

    [Fact]
    public async Task Import_summarizes_a_file_and_converts_it_to_another_format()
    {
        var path = Path.Combine(_folder.FullName, "traces.pb");
        var converted = Path.Combine(_folder.FullName, "traces.jsonl");
        await TracectlProcess.RunAsync(fixture.Simulator, "export", "--to", path, "--content");

        var result = await TracectlProcess.RunAsync(simulator: null, "import", path, "--to", converted, "--output", "json");

        Assert.Equal(0, result.ExitCode);
        var expected = await ReferencesAsync();
        Assert.Equal(expected, await ReferencesInAsync(converted));
        using var found = JsonDocument.Parse(result.Output);
        Assert.Equal(expected.Count, found.RootElement.EnumerateArray().Sum(source => source.GetProperty("traces").GetInt32()));
    }

    [Fact]
    public async Task Import_of_something_else_names_the_file()
    {
        var path = Path.Combine(_folder.FullName, "notes.json");
        await File.WriteAllTextAsync(path, "{\"hello\":", TestContext.Current.CancellationToken);

        var result = await TracectlProcess.RunAsync(simulator: null, "import", path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("notes.json", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named_and_is_not_a_network_error()
    {
        var path = Path.Combine(_folder.FullName, "absent.jsonl");

        var result = await TracectlProcess.RunAsync(simulator: null, "list", "--file", path, "--output", "json");

        Assert.Equal(1, result.ExitCode);
        using var error = JsonDocument.Parse(result.Error);
        Assert.Equal("file", error.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains(path, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_writes_one_page()
    {
        var path = Path.Combine(_folder.FullName, "trace.html");

        var result = await TracectlProcess.RunAsync(fixture.Simulator, "view", "galtea", "--to", path);

        Assert.Equal(0, result.ExitCode);
        var page = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.StartsWith("<!doctype html>", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Security-Policy", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_of_two_traces_writes_their_comparison()
    {
        var path = Path.Combine(_folder.FullName, "both.html");
        var references = ReferencesOf(
            await TracectlProcess.RunAsync(fixture.Simulator, "list", "--source", "galtea", "--limit", "2", "--output", "jsonl"));

        var result = await TracectlProcess.RunAsync(fixture.Simulator, ["view", .. references, "--to", path]);

        Assert.Equal(0, result.ExitCode);
        var page = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(2, page.Split("<script type=\"application/jsonl\" class=\"trace\">").Length - 1);
        Assert.Contains("<script type=\"application/jsonl\" class=\"comparison\">", page, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ReferencesOf(TracectlResult list) => list.Lines.Select(line =>
    {
        using var trace = JsonDocument.Parse(line);
        return trace.RootElement.GetProperty("reference").GetString()!;
    });

    private static async Task<List<string>> ReferencesInAsync(string path)
    {
        await using var file = File.OpenRead(path);
        var references = new List<string>();
        await foreach (var trace in new OtlpReader().ReadTracesAsync(file, TestContext.Current.CancellationToken))
            references.Add(trace.Reference.ToString());
        return [.. references.Order(StringComparer.Ordinal)];
    }

    private async Task<List<string>> ReferencesAsync()
    {
        await using var client = TraceClients.Create(fixture.Simulator.Configure);
        var references = new List<string>();
        await foreach (var trace in client.ListTracesAsync(cancellationToken: TestContext.Current.CancellationToken))
            references.Add(trace.Reference.ToString());
        return [.. references.Order(StringComparer.Ordinal)];
    }
}
