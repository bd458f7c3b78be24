using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;

namespace TraceClient.Replication;

/// <summary>Shows whether a trace has changed since it was written, without keeping it.</summary>
internal static class TraceDigest
{
    private static readonly JsonTypeInfo<Trace> Json = (JsonTypeInfo<Trace>)new JsonSerializerOptions
    {
        TypeInfoResolver = TraceJson.Resolver,
        MaxDepth = int.MaxValue,
    }.GetTypeInfo(typeof(Trace));

    /// <summary>Returns SHA-256 over the JSON of a trace.</summary>
    /// <returns>The digest; null for a trace that cannot be JSON, which counts as changed each time.</returns>
    public static string? Of(Trace trace)
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(trace, Json)));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
