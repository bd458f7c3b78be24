using TraceClient.Calyptia;
using TraceClient.Testing;
using TraceClient.Tests.Contract;

namespace TraceClient.Tests.Leaks;

/// <summary>Calyptia with a project's token, or with a user's.</summary>
internal sealed class CalyptiaLeaks(bool isProject) : LeakSubject
{
    public override ContractSubject Contract { get; } = new CalyptiaSubject();

    public override string Token => isProject
        ? Convert.ToBase64String("""{"ID":"5e0c1f8e-6a68-4b7c-9d2a-1f0e3c5b7a90","ProjectID":"5e0c1f8e-6a68-4b7c-9d2a-1f0e3c5b7a90"}"""u8)
            .TrimEnd('=') + ".9QxVb7Lm2RkTzR4wPn8sYd3Hf6JgC1v"
        : "cal/9QxVb7Lm2Rk+TzR4wPn8sYd3Hf6JgC1v==";

    public override string AddTrace(TraceSimulator simulator)
    {
        var session = simulator.Calyptia.AddSessionJson(simulator.Calyptia.AddPipeline(), $$"""{"{{Planted.Key}}":"{{Planted.Phrase}}"}""");
        simulator.Calyptia.AppendRecordJson(
            session, Record(1, $$"""{"{{Planted.Key}}":"{{Planted.Phrase}}","user":"{{Planted.EMail}}"}"""));
        simulator.Calyptia.AppendRecordJson(session, Record(3, $"\"{Planted.Phrase} {Planted.EMail}\""));
        return $"{session}/trace.0";
    }

    public override IEnumerable<Func<CancellationToken, Task<object?>>> Calls(
        StandaloneTraceClient client, TraceSimulator simulator, string traceId)
    {
        var session = traceId.Split('/')[0];
        var pipeline = simulator.Calyptia.PipelineIds.First();
        var record = new CalyptiaCreateTraceRecord
        {
            TraceId = "trace.1",
            PluginInstance = "dummy.0",
            Records = [new CalyptiaLogRecord { Record = JsonPayload.FromString(Planted.Phrase) }],
        };
        var begun = new CalyptiaCreateTraceSession { Plugins = ["dummy.0"] };
        return
        [
            async token => await client.Calyptia.ListTraceRecordsAsync(session, last: 10, cancellationToken: token),
            async token => await client.Calyptia.ListTraceSessionsAsync(pipeline, cancellationToken: token),
            async token => await client.Calyptia.GetTraceSessionAsync(session, token),
            async token => new object[] { record, await client.Calyptia.CreateTraceRecordAsync(pipeline, record, token) },
            async token => new object[] { begun, await client.Calyptia.CreateTraceSessionAsync(pipeline, begun, token) },
            async token => await client.Calyptia.ListProjectsAsync(name: Planted.EMail, cancellationToken: token),
            async token => await client.Calyptia.GetProjectAsync(simulator.Calyptia.ProjectId, token),
            async token => await client.Calyptia.ListPipelinesAsync(simulator.Calyptia.ProjectId, cancellationToken: token),
            async token => await client.Calyptia.GetPipelineAsync(pipeline, token),
            async token => await client.Calyptia.ListCoreInstancesAsync(simulator.Calyptia.ProjectId, cancellationToken: token),
            async token =>
                await client.Calyptia.SearchAsync(simulator.Calyptia.ProjectId, "pipeline", Planted.EMail, cancellationToken: token),
        ];
    }

    private static string Record(int type, string body) => $$"""
        {"type":{{type}},"trace_id":"trace.0","plugin_instance":"dummy.0","start_time":"{{Planted.Phrase}}","{{Planted.Key}}":"{{Planted.Phrase}}",
         "records":[{"timestamp":"{{Planted.Phrase}}","record":{{body}},"{{Planted.Key}}":"{{Planted.EMail}}"}]}
        """;
}
