using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TraceClient.Galtea;

namespace TraceClient.Tests.Sources.Galtea;

/// <summary>Payloads as the service sends them.</summary>
internal static class GalteaSamples
{
    public const string TurnId = "inferenceResult_c0nstructed000000000001";

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "galtea", name));

    public static GalteaTrace[] Rows(string name) => List(name, GalteaJsonContext.Default.GalteaTrace);

    public static GalteaInferenceResult[] Results(string name) => List(name, GalteaJsonContext.Default.GalteaInferenceResult);

    public static T[] List<T>(string name, JsonTypeInfo<T> typeInfo)
    {
        using var document = JsonDocument.Parse(Bytes(name));
        return [.. document.RootElement.EnumerateArray().Select(element => element.Deserialize(typeInfo)!)];
    }

    public static GalteaTrace Row(string json) => JsonSerializer.Deserialize(json, GalteaJsonContext.Default.GalteaTrace)!;

    public static GalteaTrace Row(string id, string turn, string createdAt, string? parent = null) => new()
    {
        Id = id,
        InferenceResultId = turn,
        Name = "step " + id,
        ParentTraceId = parent,
        CreatedAt = new GalteaTime(createdAt),
    };

    public static GalteaInferenceResult Result(string json) => JsonSerializer.Deserialize(json, GalteaJsonContext.Default.GalteaInferenceResult)!;

    public static GalteaInferenceResult Result(string id, DateTimeOffset createdAt, string status = "GENERATED", string session = "s") => new()
    {
        Id = id,
        SessionId = session,
        Status = status,
        CreatedAt = new GalteaTime(createdAt.ToString("O")),
    };
}
