using System.Text.Json.Serialization;

namespace TraceClient.Tests.Rest;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProbeItem))]
[JsonSerializable(typeof(IReadOnlyList<ProbeItem>))]
[JsonSerializable(typeof(int))]
internal sealed partial class ProbeJsonContext : JsonSerializerContext;
