using System.Security.Cryptography;

namespace TraceClient.Otlp;

/// <summary>Derives OpenTelemetry ids from the ids of traces and spans in their sources.</summary>
/// <remarks>The same input has the same id on every machine.</remarks>
public static class OtlpIds
{
    private const int TraceIdLength = 32;
    private const int SpanIdLength = 16;

    /// <summary>Gets the OpenTelemetry id of a trace.</summary>
    /// <param name="source">The name of the source, such as <c>kubiya</c>.</param>
    /// <param name="id">
    /// The id in the source. 32 hexadecimal digits and the digits of a UUID are kept; any other id becomes the first 16 bytes of SHA-256
    /// over <c>source:trace:id</c>.
    /// </param>
    /// <returns>The 16 bytes of the id, as 32 lower-case hexadecimal digits; never all zero.</returns>
    public static string TraceId(string source, string id)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(id);
        if (IsId(id, TraceIdLength))
            return id.ToLowerInvariant();
        return Guid.TryParseExact(id, "D", out var uuid) && uuid != Guid.Empty
            ? uuid.ToString("N")
            : Hash($"{source}:trace:{id}", TraceIdLength);
    }

    /// <summary>Gets the OpenTelemetry id of a span.</summary>
    /// <param name="source">The name of the source, such as <c>galtea</c>.</param>
    /// <param name="id">
    /// The id in the source. 16 hexadecimal digits are kept; any other id becomes the first 8 bytes of SHA-256 over
    /// <c>source:span:id</c>.
    /// </param>
    /// <returns>The 8 bytes of the id, as 16 lower-case hexadecimal digits; never all zero.</returns>
    public static string SpanId(string source, string id)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(id);
        return IsId(id, SpanIdLength) ? id.ToLowerInvariant() : Hash($"{source}:span:{id}", SpanIdLength);
    }

    internal static bool IsTraceId(string id) => IsId(id, TraceIdLength);

    internal static bool IsSpanId(string id) => IsId(id, SpanIdLength);

    private static bool IsId(string id, int length) =>
        id.Length == length && WireId.IsHexadecimal(id) && id.AsSpan().ContainsAnyExcept('0');

    private static string Hash(string text, int length)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        var bytes = hash[..(length / 2)];
        if (!bytes.ContainsAnyExcept((byte)0))
            bytes[^1] = 1;
        return WireId.ToHexadecimal(bytes);
    }
}
