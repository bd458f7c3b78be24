using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using TraceClient.Otlp;

namespace TraceClient.Benchmarks;

/// <summary>The data that all benchmarks share.</summary>
public abstract class OtlpBenchmarks(OtlpFormat format)
{
    [Params(1_000, 10_000)]
    public int Spans { get; set; }

    [Params(false, true)]
    public bool Content { get; set; }

    internal OtlpDocument Document => OtlpDocument.Get(Spans, Content, format);

    internal static OtlpDocument DocumentOf(BenchmarkCase benchmark)
    {
        var benchmarks = (OtlpBenchmarks)Activator.CreateInstance(benchmark.Descriptor.Type)!;
        benchmarks.Spans = (int)benchmark.Parameters[nameof(Spans)];
        benchmarks.Content = (bool)benchmark.Parameters[nameof(Content)];
        return benchmarks.Document;
    }
}
