using System.Text.Json;
using BenchmarkDotNet.Attributes;
using TraceClient.Otlp;

namespace TraceClient.Benchmarks;

/// <summary>From OTLP/JSON to traces, beside two that only parse.</summary>
public class JsonReaderBenchmarks() : OtlpBenchmarks(OtlpFormat.Json)
{
    private readonly OtlpReader _reader = new();
    private OtlpDocument _document = null!;

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        _document = Document;
        Reading.MustFindAll(_document, SourceGeneratedSerializer(), await OtlpReaderSpansAsync(), await OtlpReaderTracesAsync());
    }

    /// <summary>Only finds where the tokens are; nothing is made of them.</summary>
    [Benchmark(Baseline = true)]
    public void ParseJsonDocument()
    {
        using var document = JsonDocument.Parse(_document.Bytes, new JsonDocumentOptions { MaxDepth = JsonTracesContext.MaxDepth });
    }

    [Benchmark]
    public int SourceGeneratedSerializer() =>
        JsonSerializer.Deserialize(_document.Bytes, JsonTracesContext.Relaxed.JsonTraces)!.ResourceSpans!
            .Sum(resource => resource.ScopeSpans.Sum(scope => scope.Spans.Count));

    [Benchmark]
    public Task<int> OtlpReaderSpansAsync() => Reading.CountSpansAsync(_reader, _document.Bytes);

    [Benchmark]
    public Task<int> OtlpReaderTracesAsync() => Reading.CountSpansOfTracesAsync(_reader, _document.Bytes);
}
