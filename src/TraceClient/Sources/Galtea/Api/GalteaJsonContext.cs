using System.Text.Json.Serialization;

namespace TraceClient.Galtea;

/// <summary>The shapes of Galtea's questions and answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GalteaTrace))]
[JsonSerializable(typeof(IReadOnlyList<GalteaTrace>))]
[JsonSerializable(typeof(GalteaInferenceResult))]
[JsonSerializable(typeof(GalteaSession))]
[JsonSerializable(typeof(GalteaVersion))]
[JsonSerializable(typeof(GalteaProduct))]
[JsonSerializable(typeof(GalteaUser))]
[JsonSerializable(typeof(GalteaNewTrace))]
[JsonSerializable(typeof(GalteaTraceBatch))]
[JsonSerializable(typeof(GalteaTraceDeletion))]
internal sealed partial class GalteaJsonContext : JsonSerializerContext;
