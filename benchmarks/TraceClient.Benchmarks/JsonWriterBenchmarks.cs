using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using TraceClient.Otlp;

namespace TraceClient.Benchmarks;

/// <summary>From traces to OTLP/JSON, beside two that find the document's data laid out as OTLP has it and only have to write it.</summary>
public class JsonWriterBenchmarks() : OtlpBenchmarks(OtlpFormat.Json), IDisposable
{
    private readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private ArrayBufferWriter<byte> _output = new();
    private Utf8JsonWriter _json = new(Stream.Null);
    private OtlpDocument _document = null!;
    private JsonTraces _flat = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _document = Document;
        _output = new ArrayBufferWriter<byte>(_document.Bytes.Length * 2);
        _json = new Utf8JsonWriter(_output, _options);
        _flat = JsonSerializer.Deserialize(_document.Bytes, JsonTracesContext.Relaxed.JsonTraces)!;

        BareUtf8JsonWriter();
        _document.MustBe(_output.WrittenSpan, nameof(BareUtf8JsonWriter));
        SourceGeneratedSerializer();
        _document.MustBe(_output.WrittenSpan, nameof(SourceGeneratedSerializer));
        OtlpWriter();
        _document.MustBe(_output.WrittenSpan, nameof(OtlpWriter));
    }

    [Benchmark(Baseline = true)]
    public void BareUtf8JsonWriter()
    {
        Restart();
        JsonTracesWriter.Write(_json, _flat);
        _json.Flush();
    }

    [Benchmark]
    public void SourceGeneratedSerializer()
    {
        Restart();
        JsonSerializer.Serialize(_json, _flat, JsonTracesContext.Relaxed.JsonTraces);
    }

    [Benchmark]
    public void OtlpWriter()
    {
        Restart();
        _document.Writer.Write(_output, OtlpFormat.Json, _document.Traces);
    }

    [GlobalCleanup]
    public void Dispose() => _json.Dispose();

    private void Restart()
    {
        _output.ResetWrittenCount();
        _json.Reset();
    }
}
