namespace TraceClient.Otlp;

/// <summary>Reads payloads from text.</summary>
internal static class Payloads
{
    /// <summary>Parses the JSON with its original bytes; other text becomes a JSON string.</summary>
    public static JsonPayload Read(string? json, string? base64)
    {
        if (json is not null)
            return JsonPayload.TryFromUtf8(Encoding.UTF8.GetBytes(json), out var payload) ? payload : JsonPayload.FromString(json);
        if (base64 is null)
            return JsonPayload.Null;

        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && JsonPayload.TryFromUtf8(bytes.AsSpan(0, length), out var raw)
            ? raw
            : JsonPayload.FromString(base64);
    }
}
