namespace TraceClient.Otlp.Tests.Bridging;

/// <summary>Keeps what a bridge reports.</summary>
internal sealed class ProgressList : IProgress<OtlpBridgeResult>
{
    public List<OtlpBridgeResult> All { get; } = [];

    public void Report(OtlpBridgeResult value) => All.Add(value);
}
