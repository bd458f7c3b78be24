using System.Text.Json;
using TraceClient.Kubiya;

namespace TraceClient.Tests.Sources.Kubiya;

/// <summary>Payloads as the service sends them.</summary>
internal static class KubiyaSamples
{
    public const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "kubiya", name));

    public static KubiyaTraceDetail Detail(string name = "trace-detail.flat-true.200.json") =>
        JsonSerializer.Deserialize(Bytes(name), KubiyaJsonContext.Default.KubiyaTraceDetail)!;

    public static KubiyaTracePage Page() => JsonSerializer.Deserialize(Bytes("trace-list.200.json"), KubiyaJsonContext.Default.KubiyaTracePage)!;

    public static KubiyaTraceDetail DetailOf(string json) => JsonSerializer.Deserialize(json, KubiyaJsonContext.Default.KubiyaTraceDetail)!;

    public static KubiyaSpan SpanOf(string json) => JsonSerializer.Deserialize(json, KubiyaJsonContext.Default.KubiyaSpan)!;

    public static Trace Trace(string json) => KubiyaTraceMapper.ToTrace(DetailOf(json));

    public static Span Span(string json) => KubiyaSpanMapper.ToSpan(SpanOf(json), TraceId);

    public static KubiyaTraceHeader Header(int number, DateTimeOffset startedAt, string status = "success") => new()
    {
        TraceId = number.ToString("x32"),
        Name = "trace " + number,
        Status = status,
        StartedAt = new KubiyaTime(startedAt.ToString("O")),
    };
}
