using System.Text.Json;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

public sealed class FollowTests
{
    [Fact]
    public async Task New_traces_come_as_they_are_recorded_until_ctrl_c()
    {
        await using var simulator = await StartAsync();
        await using var process = TracectlProcess.Start(simulator, "follow", "--interval", "50ms", "--output", "jsonl");
        await process.WaitForErrorAsync("Following new traces");

        var first = simulator.Kubiya.AddTrace("first", startedAt: SimulatorFixture.Time.AddSeconds(1));
        var line = await process.ReadLineAsync();
        var second = simulator.Kubiya.AddTrace("second", startedAt: SimulatorFixture.Time.AddSeconds(2));
        var next = await process.ReadLineAsync();
        process.Interrupt();
        var result = await process.WaitAsync();

        Assert.Equal(
            [$"kubiya:{first}", $"kubiya:{second}"],
            new[] { line, next }.Select(trace => JsonDocument.Parse(trace!).RootElement.GetProperty("reference").GetString()));
        Assert.Equal((ExitCodes.Interrupted, ""), (result.ExitCode, result.Output));
        Assert.EndsWith(
            """{"error":{"code":"interrupted","exitCode":130,"message":"Interrupted."}}""" + "\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_since_a_time_come_first_oldest_at_the_top()
    {
        await using var simulator = await StartAsync(traces: 6);

        await using var process = TracectlProcess.Start(simulator, "follow", "--since", "2020-01-01", "--output", "table");

        await process.WaitForErrorAsync("Following new traces");
        process.Interrupt();
        var result = await process.WaitAsync();

        Assert.Equal(6, result.Lines.Count(line => line.Contains("  kub:", StringComparison.Ordinal)));
        Golden.Matches("follow-list", result.ToString());
    }

    [Fact]
    public async Task A_trace_is_followed_until_it_ends()
    {
        await using var simulator = await StartAsync();
        var id = simulator.Kubiya.AddTraceJson("""{"trace_id":"0123456789abcdef0123456789abcdef","name":"deploy","status":"running"}""");
        simulator.Kubiya.AddSpanJson(id, """
            {"span_id":"00000000000000a1","name":"plan",
            "start_time_unix_nano":"1773500000000000000","end_time_unix_nano":"1773500001000000000"}
            """);
        await using var process =
            TracectlProcess.Start(simulator, "follow", $"kubiya:{id}", "--interval", "50ms", "--settle", "0s", "--output", "jsonl");

        var first = await process.ReadLineAsync();
        simulator.Kubiya.AddSpanJson(
            id, """{"span_id":"00000000000000a2","name":"apply","status_code":"ERROR","status_message":"no quota"}""");
        var second = await process.ReadLineAsync();
        simulator.Kubiya.UpdateTraceJson(id, """{"status":"error"}""");
        var last = await process.ReadLineAsync();
        var result = await process.WaitAsync();

        Assert.Equal(
            ["added plan", "added apply", "ended deploy"],
            [.. new[] { first, second, last }.Select(line => JsonDocument.Parse(line!).RootElement)
                .Select(update => $"{update.GetProperty("event").GetString()} {update.GetProperty("name").GetString()}")]);
        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task The_end_of_a_trace_is_written_at_once()
    {
        await using var simulator = await StartAsync(traces: 3);

        var result = await TracectlProcess.RunAsync(
            simulator, "follow", $"kubiya:{simulator.Kubiya.TraceIds.Last()}", "--settle", "0s", "--output", "table");

        Golden.Matches("follow-trace", result.ToString());
    }

    [Fact]
    public async Task A_chunk_of_a_live_session_has_ended_when_its_outputs_are_settled()
    {
        await using var simulator = await StartAsync();
        var session = simulator.Calyptia.AddSessionJson(simulator.Calyptia.AddPipeline());
        foreach (var (type, plugin, code) in new[] { (1, "tail.0", 0), (3, "tail.0", 0), (4, "http.0", 1) })
            simulator.Calyptia.AppendRecordJson(
                session, $$"""{"trace_id":"trace.0","type":{{type}},"plugin_instance":"{{plugin}}","return_code":{{code}},"records":[]}""");

        var result = await TracectlProcess.RunAsync(
            simulator, "follow", $"calyptia:{session}/trace.0", "--interval", "50ms", "--settle", "0s", "--output", "jsonl");

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(["added", "added", "added", "ended"],
            result.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()));
    }

    [Fact]
    public async Task A_trace_that_does_not_end_in_time_is_a_failure()
    {
        await using var simulator = await StartAsync();
        var id = simulator.Kubiya.AddTrace("deploy", "running");

        var result = await TracectlProcess.RunAsync(
            simulator, "follow", $"kubiya:{id}", "--interval", "50ms", "--timeout", "1s", "--output", "table");

        Assert.Equal((ExitCodes.Failure, "tracectl: The trace did not end before the timeout.\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task Ctrl_c_ends_the_following_of_a_trace()
    {
        await using var simulator = await StartAsync();
        var id = simulator.Kubiya.AddTrace("deploy", "running");
        simulator.Kubiya.AddSpan(id, "plan");
        await using var process = TracectlProcess.Start(simulator, "follow", $"kubiya:{id}", "--output", "table");

        var line = await process.ReadLineAsync();
        process.Interrupt();
        var result = await process.WaitAsync();

        Assert.Contains("plan", line, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Interrupted, "tracectl: Interrupted.\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_reference_and_filters_cannot_be_combined()
    {
        await using var simulator = await StartAsync();

        var result = await TracectlProcess.RunAsync(simulator, "follow", "kubiya:1", "--errors");

        Assert.Equal(ExitCodes.Usage, result.ExitCode);
    }

    private static Task<TraceSimulator> StartAsync(int traces = 0) => TraceSimulator.StartAsync(
        options =>
        {
            options.TimeProvider = new FakeTimeProvider(SimulatorFixture.Time);
            (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines) = (traces, 0, 0);
        },
        TestContext.Current.CancellationToken);
}
