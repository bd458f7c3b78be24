using System.Buffers;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using Otlp;
using TraceClient.Otlp;

namespace TraceClient.Benchmarks;

/// <summary>From traces to OTLP's binary form, beside Google.Protobuf, which finds its messages there and only has to write them.</summary>
public class ProtobufWriterBenchmarks() : OtlpBenchmarks(OtlpFormat.Protobuf)
{
    private ArrayBufferWriter<byte> _output = new();
    private OtlpDocument _document = null!;
    private TracesData _messages = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _document = Document;
        _output = new ArrayBufferWriter<byte>(_document.Bytes.Length * 2);
        _messages = TracesData.Parser.ParseFrom(_document.Bytes);

        GoogleProtobuf();
        _document.MustBe(_output.WrittenSpan, nameof(GoogleProtobuf));
        GoogleProtobufNewMessages();
        _document.MustBe(_output.WrittenSpan, nameof(GoogleProtobufNewMessages));
        OtlpWriter();
        _document.MustBe(_output.WrittenSpan, nameof(OtlpWriter));
    }

    [Benchmark(Baseline = true)]
    public void GoogleProtobuf()
    {
        _output.ResetWrittenCount();
        _messages.WriteTo(_output);
    }

    /// <summary>A writer on Google.Protobuf has to make the messages first, as copying them does.</summary>
    [Benchmark]
    public void GoogleProtobufNewMessages()
    {
        _output.ResetWrittenCount();
        _messages.Clone().WriteTo(_output);
    }

    [Benchmark]
    public void OtlpWriter()
    {
        _output.ResetWrittenCount();
        _document.Writer.Write(_output, OtlpFormat.Protobuf, _document.Traces);
    }
}
