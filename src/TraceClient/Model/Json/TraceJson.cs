namespace TraceClient;

/// <summary>Provides what <see cref="JsonSerializer"/> needs to know of traces where it cannot use reflection.</summary>
public static class TraceJson
{
    /// <summary>Gets a resolver for the types of the model, and for lists and streams of traces, spans and summaries.</summary>
    /// <remarks>
    /// Add it to the options of an application that is compiled ahead of time:
    /// <c>options.TypeInfoResolverChain.Insert(0, TraceJson.Resolver)</c>. With reflection no resolver is needed.
    /// </remarks>
    public static IJsonTypeInfoResolver Resolver => TraceJsonContext.Default;
}

[JsonSerializable(typeof(TraceTimestamp?)), JsonSerializable(typeof(SpanType?)), JsonSerializable(typeof(AttributeValue?))]
[JsonSerializable(typeof(JsonPayload?)), JsonSerializable(typeof(AttributeMap)), JsonSerializable(typeof(TraceReference))]
[JsonSerializable(typeof(SpanLink[])), JsonSerializable(typeof(TraceWarning[])), JsonSerializable(typeof(Record[]))]
[JsonSerializable(typeof(Trace[])), JsonSerializable(typeof(List<Trace>))]
[JsonSerializable(typeof(IReadOnlyList<Trace>)), JsonSerializable(typeof(IEnumerable<Trace>))]
[JsonSerializable(typeof(IAsyncEnumerable<Trace>))]
[JsonSerializable(typeof(TraceSummary[])), JsonSerializable(typeof(List<TraceSummary>))]
[JsonSerializable(typeof(IReadOnlyList<TraceSummary>)), JsonSerializable(typeof(IEnumerable<TraceSummary>))]
[JsonSerializable(typeof(IAsyncEnumerable<TraceSummary>))]
[JsonSerializable(typeof(Span[])), JsonSerializable(typeof(List<Span>))]
[JsonSerializable(typeof(IReadOnlyList<Span>)), JsonSerializable(typeof(IEnumerable<Span>))]
[JsonSerializable(typeof(IAsyncEnumerable<Span>))]
internal sealed partial class TraceJsonContext : JsonSerializerContext;
