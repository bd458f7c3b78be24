using TraceClient.Kubiya;

namespace TraceClient.Tests.Sources.Kubiya;

/// <summary>Payloads as the service sends them.</summary>
internal static class KubiyaSamples
{
    public const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "kubiya", name));

    public static KubiyaTraceDetail Detail(string name = "trace-detail.flat-true.200.json") =>
        Wire.Kubiya<KubiyaTraceDetail>(Bytes(name));

    public static KubiyaTracePage Page() => Wire.Kubiya<KubiyaTracePage>(Bytes("trace-list.200.json"));

    public static KubiyaTraceDetail DetailOf(string json) => Wire.Kubiya<KubiyaTraceDetail>(json);

    public static KubiyaSpan SpanOf(string json) => Wire.Kubiya<KubiyaSpan>(json);

    public static Trace Trace(string json) => KubiyaTraceMapper.ToTrace(DetailOf(json));

    public static Span Span(string json) => KubiyaSpanMapper.ToSpan(SpanOf(json), TraceId);

    public static KubiyaTraceHeader Header(int number, DateTimeOffset startedAt, string status = "success") => new()
    {
        TraceId = number.ToString("x32"),
        Name = "trace " + number,
        Status = status,
        StartedAt = SourceTime.FromText(startedAt.ToString("O")),
    };
}
