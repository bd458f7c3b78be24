using System.Text.Json.Serialization;

namespace TraceClient.Rest.Generator.Tests.Probe;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 32)]
[JsonSerializable(typeof(ProbeItem))]
[JsonSerializable(typeof(IReadOnlyList<ProbeItem>))]
[JsonSerializable(typeof(int?))]
internal sealed partial class ProbeJsonContext : JsonSerializerContext;
