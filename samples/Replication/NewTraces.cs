using Microsoft.Extensions.Hosting;
using TraceClient.Testing;

namespace Replication;

/// <summary>Lets something happen in the simulator, so that there is something to follow.</summary>
internal sealed class NewTraces(TraceSimulator simulator, TimeProvider timeProvider) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(4), timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var task = simulator.Kubiya.AddTrace("agent.execute_task");
            simulator.Kubiya.AddSpan(task, "llm.chat", simulator.Kubiya.AddSpan(task, "agent.run"));

            var turn = simulator.Galtea.AddInferenceResultJson("{}");
            var now = timeProvider.GetUtcNow();
            simulator.Galtea.AddSpanJson(
                $$"""
                {
                  "inferenceResultId": "{{turn}}", "name": "support_agent", "type": "AGENT",
                  "startTime": "{{now.AddSeconds(-2):O}}", "endTime": "{{now:O}}"
                }
                """);
        }
    }
}
