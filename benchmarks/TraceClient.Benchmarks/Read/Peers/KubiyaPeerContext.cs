using System.Text.Json.Serialization;

namespace TraceClient.Benchmarks.Read;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(KubiyaPeerPage))]
[JsonSerializable(typeof(KubiyaPeerDetail))]
[JsonSerializable(typeof(KubiyaPeerStats))]
internal sealed partial class KubiyaPeerContext : JsonSerializerContext;
