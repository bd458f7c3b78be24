using TraceClient.Testing;

namespace TraceClient.Tests.Contract;

internal sealed class CalyptiaSubject : ContractSubject
{
    public override SimulatedService Service => SimulatedService.Calyptia;

    public override string Name => SourceNames.Calyptia;

    public override string ListPath => "/v1/trace_sessions/*/records";

    public override string UnknownId => "00000000-0000-4000-8000-000000000000/trace.0";

    public override TraceSourceOptions OptionsOf(TraceClientsOptions options) => options.Calyptia;

    public override void SetPageSize(TraceClientsOptions options, int size) => options.Calyptia.PageSize = size;

    public override void Size(TraceSimulatorOptions options, int traces)
    {
        options.Calyptia.Pipelines = traces == 0 ? 0 : 2;
        options.Calyptia.SessionsPerPipeline = 2;
        options.Calyptia.TracesPerSession = (traces + 3) / 4;
    }

    public override SimulatedServiceOptions OptionsOf(TraceSimulatorOptions options) => options.Calyptia;

    public override string AddChain(TraceSimulator simulator, int depth)
    {
        var session = simulator.Calyptia.AddSessionJson(simulator.Calyptia.AddPipeline());
        for (var i = 0; i < depth; i++)
        {
            var type = i == 0 ? 1 : i < depth - 1 ? 2 : 3;
            var plugin = type == 2 ? $"modify.{i}" : "dummy.0";
            simulator.Calyptia.AppendRecordJson(
                session,
                $$"""{"type":{{type}},"trace_id":"trace.0","plugin_instance":"{{plugin}}","createdAt":"2026-11-22T11:59:"""
                    + $$"""00.{{i:d6}}Z","records":[{"timestamp":1,"record":{"i": {{i}} } }]}""");
        }

        return $"{session}/trace.0";
    }

    // The service counts records, not traces: each record must be a span of exactly one trace.
    public override void AssertComplete(TraceSimulator simulator, IReadOnlyList<TraceSummary> list) =>
        Assert.Equal(
            simulator.Calyptia.SessionIds.Sum(simulator.Calyptia.RecordCount), list.Sum(summary => (long)summary.SpanCount!.Value));
}
