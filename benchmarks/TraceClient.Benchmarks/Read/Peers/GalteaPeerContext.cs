using System.Text.Json.Serialization;

namespace TraceClient.Benchmarks.Read;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GalteaPeerRow))]
internal sealed partial class GalteaPeerContext : JsonSerializerContext;
