using TraceClient.Testing;

namespace TraceClient.Tests.Contract;

internal sealed class KubiyaSubject : ContractSubject
{
    public override SimulatedService Service => SimulatedService.Kubiya;

    public override string Name => SourceNames.Kubiya;

    public override string ListPath => "/api/v1/traces";

    public override string UnknownId => "ffffffffffffffffffffffffffffffff";

    public override TraceSourceOptions OptionsOf(TraceClientsOptions options) => options.Kubiya;

    public override void SetPageSize(TraceClientsOptions options, int size) => options.Kubiya.PageSize = size;

    public override void Size(TraceSimulatorOptions options, int traces) => options.Kubiya.Traces = traces;

    public override SimulatedServiceOptions OptionsOf(TraceSimulatorOptions options) => options.Kubiya;

    public override string AddChain(TraceSimulator simulator, int depth)
    {
        var id = simulator.Kubiya.AddTrace();
        string? parent = null;
        for (var i = 0; i < depth; i++)
            parent = simulator.Kubiya.AddSpan(id, $"step {i}", parent);
        return id;
    }

    public override void AssertComplete(TraceSimulator simulator, IReadOnlyList<TraceSummary> list) =>
        Assert.Equal(simulator.Kubiya.TraceIds, list.Select(summary => summary.Id));
}
