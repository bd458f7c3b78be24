using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Adds a trace to each simulated service every few seconds, span by span.</summary>
internal sealed class LiveTraffic(TraceSimulator simulator)
{
    private const int Steps = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly string[] Work = ["plan", "search", "read", "answer"];
    private string _kubiya = "";
    private string _kubiyaRoot = "";
    private string _galtea = "";
    private string _galteaRoot = "";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        for (var tick = 0; await timer.WaitForNextTickAsync(cancellationToken); tick++)
            Step(tick / Steps, tick % Steps);
    }

    private void Step(int number, int step)
    {
        if (step == 0)
            Begin();
        else
            Grow(Work[step - 1], isLast: step == Steps - 1, hasFailed: number % 3 == 2 && step == Steps - 1);
        foreach (var pipeline in simulator.Calyptia.PipelineIds.Take(1))
            Append(pipeline, $"live.{number.ToString(CultureInfo.InvariantCulture)}", step);
    }

    private void Begin()
    {
        _kubiya = simulator.Kubiya.AddTrace("live.task", "running");
        _kubiyaRoot = simulator.Kubiya.AddSpan(_kubiya, "live.task");
        _galtea = simulator.Galtea.AddInferenceResultJson("""{"status":"PENDING","input":"What is new?"}""");
        _galteaRoot = simulator.Galtea.AddSpan(_galtea, "live_agent", "AGENT");
    }

    private void Grow(string work, bool isLast, bool hasFailed)
    {
        simulator.Kubiya.AddSpan(_kubiya, $"live.{work}", _kubiyaRoot, hasFailed ? "ERROR" : "OK");
        simulator.Galtea.AddSpan(_galtea, work, work == "search" ? "TOOL" : "SPAN", _galteaRoot);
        if (!isLast)
            return;
        simulator.Kubiya.UpdateTraceJson(_kubiya, hasFailed ? """{"status":"error"}""" : """{"status":"success"}""");
        simulator.Galtea.UpdateInferenceResultJson(
            _galtea, hasFailed ? """{"status":"FAILED"}""" : """{"status":"GENERATED","actualOutput":"Nothing much."}""");
    }

    // A chunk passes the pipeline: input, two filters, pre-output, output.
    private void Append(string pipeline, string traceId, int step)
    {
        var session = simulator.Calyptia.ActiveSessionId(pipeline) ?? simulator.Calyptia.AddSessionJson(pipeline);
        var (type, plugin) =
            step switch { 0 => (1, "tail.0"), 1 => (2, "record_modifier.1"), 2 => (2, "lua.2"), 3 => (3, "tail.0"), _ => (4, "http.0") };
        var now = TimeProvider.System.GetUtcNow();
        var seconds = now.ToUnixTimeSeconds();
        var records = type == 4 ? "" : string.Create(
            CultureInfo.InvariantCulture, $$$"""{"timestamp":{{{seconds}}},"record":{"message":"live","step":{{{step}}}}}""");
        simulator.Calyptia.AppendRecordJson(session, string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {
              "type": {{type}}, "trace_id": "{{traceId}}", "plugin_instance": "{{plugin}}", "plugin_alias": "",
              "start_time": "{{now:yyyy-MM-ddTHH:mm:ssZ}}", "end_time": "{{now:yyyy-MM-ddTHH:mm:ssZ}}",
              "return_code": {{(type == 4 ? 1 : 0)}}, "records": [{{records}}]
            }
            """));
    }
}
