using System.Text.Json.Serialization;

namespace TraceClient.Kubiya;

/// <summary>The shapes of Kubiya's answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(KubiyaTracePage))]
[JsonSerializable(typeof(KubiyaTraceDetail))]
[JsonSerializable(typeof(KubiyaTraceStats))]
[JsonSerializable(typeof(KubiyaTraceDeletion))]
[JsonSerializable(typeof(KubiyaSpan))]
[JsonSerializable(typeof(JsonPayload))]
internal sealed partial class KubiyaJsonContext : JsonSerializerContext;
