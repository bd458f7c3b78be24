using BenchmarkDotNet.Attributes;
using Otlp;
using TraceClient.Otlp;

namespace TraceClient.Benchmarks;

/// <summary>From OTLP's binary form to traces, beside Google.Protobuf, which only makes its messages.</summary>
public class ProtobufReaderBenchmarks() : OtlpBenchmarks(OtlpFormat.Protobuf)
{
    private readonly OtlpReader _reader = new();
    private OtlpDocument _document = null!;

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        _document = Document;
        Reading.MustFindAll(_document, GoogleProtobuf(), await OtlpReaderSpansAsync(), await OtlpReaderTracesAsync());
    }

    [Benchmark(Baseline = true)]
    public int GoogleProtobuf() =>
        TracesData.Parser.ParseFrom(_document.Bytes).ResourceSpans.Sum(resource => resource.ScopeSpans.Sum(scope => scope.Spans.Count));

    [Benchmark]
    public Task<int> OtlpReaderSpansAsync() => Reading.CountSpansAsync(_reader, _document.Bytes);

    [Benchmark]
    public Task<int> OtlpReaderTracesAsync() => Reading.CountSpansOfTracesAsync(_reader, _document.Bytes);
}
