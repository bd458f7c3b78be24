using BenchmarkDotNet.Reports;

namespace TraceClient.Benchmarks;

/// <summary>Millions of bytes of the OTLP document a second.</summary>
internal sealed class ThroughputColumn() : DocumentColumn("MB/s", "Millions of bytes of the OTLP document a second", priority: 0)
{
    protected override double? NumberOf(BenchmarkReport report, OtlpDocument document) =>
        report.ResultStatistics is { Mean: var nanoseconds } ? document.Bytes.Length / nanoseconds * 1000 : null;
}
