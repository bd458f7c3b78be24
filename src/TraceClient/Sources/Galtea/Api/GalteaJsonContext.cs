namespace TraceClient.Galtea;

/// <summary>The JSON metadata of Galtea's request bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GalteaNewTrace))]
[JsonSerializable(typeof(GalteaTraceBatch))]
[JsonSerializable(typeof(GalteaTraceDeletion))]
internal sealed partial class GalteaJsonContext : JsonSerializerContext;
