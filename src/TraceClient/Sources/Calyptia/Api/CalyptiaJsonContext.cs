namespace TraceClient.Calyptia;

/// <summary>The JSON metadata of Calyptia's request bodies.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CalyptiaCreateTraceSession))]
[JsonSerializable(typeof(CalyptiaUpdateTraceSession))]
[JsonSerializable(typeof(CalyptiaCreateTraceRecord))]
internal sealed partial class CalyptiaJsonContext : JsonSerializerContext;
