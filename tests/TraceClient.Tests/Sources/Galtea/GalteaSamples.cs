using TraceClient.Galtea;

namespace TraceClient.Tests.Sources.Galtea;

/// <summary>Payloads as the service sends them.</summary>
internal static class GalteaSamples
{
    public const string TurnId = "inferenceResult_c0nstructed000000000001";

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "galtea", name));

    public static GalteaTrace[] Rows(string name) => List<GalteaTrace>(name);

    public static GalteaInferenceResult[] Results(string name) => List<GalteaInferenceResult>(name);

    public static T[] List<T>(string name) => [.. Wire.Galtea<IReadOnlyList<T>>(Bytes(name))];

    public static GalteaTrace Row(string json) => Wire.Galtea<GalteaTrace>(json);

    public static GalteaTrace Row(string id, string turn, string createdAt, string? parent = null) => new()
    {
        Id = id,
        InferenceResultId = turn,
        Name = "step " + id,
        ParentTraceId = parent,
        CreatedAt = SourceTime.FromText(createdAt),
    };

    public static GalteaInferenceResult Result(string json) => Wire.Galtea<GalteaInferenceResult>(json);

    public static GalteaInferenceResult Result(string id, DateTimeOffset createdAt, string status = "GENERATED", string session = "s") =>
        new()
        {
            Id = id,
            SessionId = session,
            Status = status,
            CreatedAt = SourceTime.FromText(createdAt.ToString("O")),
        };
}
