using TraceClient.Testing;

namespace TraceClient.Tests.Contract;

internal sealed class GalteaSubject : ContractSubject
{
    public override SimulatedService Service => SimulatedService.Galtea;

    public override string Name => SourceNames.Galtea;

    public override string ListPath => "/inferenceResults";

    public override string UnknownId => "inferenceResult_unknown";

    public override TraceSourceOptions OptionsOf(TraceClientsOptions options) => options.Galtea;

    public override void SetPageSize(TraceClientsOptions options, int size) => options.Galtea.PageSize = size;

    public override void Size(TraceSimulatorOptions options, int traces) => options.Galtea.Traces = traces;

    public override SimulatedServiceOptions OptionsOf(TraceSimulatorOptions options) => options.Galtea;

    public override string AddChain(TraceSimulator simulator, int depth)
    {
        var id = simulator.Galtea.AddInferenceResultJson("""{"status":"GENERATED"}""");
        string? parent = null;
        for (var i = 0; i < depth; i++)
            parent = simulator.Galtea.AddSpan(id, $"step {i}", "CHAIN", parent);
        return id;
    }

    public override void AssertComplete(TraceSimulator simulator, IReadOnlyList<TraceSummary> list) =>
        Assert.Equal(simulator.Galtea.InferenceResultIds, list.Select(summary => summary.Id));
}
