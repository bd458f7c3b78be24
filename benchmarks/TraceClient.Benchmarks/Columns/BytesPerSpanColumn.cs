using BenchmarkDotNet.Reports;

namespace TraceClient.Benchmarks;

/// <summary>How many bytes of managed memory are allocated for a span.</summary>
internal sealed class BytesPerSpanColumn() : DocumentColumn("B/span", "Bytes of managed memory allocated for a span", priority: 1)
{
    protected override double? NumberOf(BenchmarkReport report, OtlpDocument document) =>
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is { } bytes ? (double)bytes / document.SpanCount : null;
}
