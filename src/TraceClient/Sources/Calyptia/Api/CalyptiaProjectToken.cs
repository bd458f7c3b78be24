namespace TraceClient.Calyptia;

/// <summary>Reads the project out of a project token: <c>base64url(JSON)
/// "." signature</c>. Whatever the text is, nothing is thrown.</summary>
public static class CalyptiaProjectToken
{
    private const int MaxLength = 16_384;

    /// <summary>Determines whether a token is a project's; false for a user's or anything else.</summary>
    public static bool IsProjectToken(string? token) => FindProjectId(token) is not null;

    /// <summary>Returns the project of a project token; null for any other text.</summary>
    public static string? FindProjectId(string? token)
    {
        token = token?.Trim();
        var dot = token is { Length: <= MaxLength } ? token.IndexOf('.', StringComparison.Ordinal) : -1;

        // A user's token can be a JWT, which has two dots and no ProjectID.
        return dot > 0 && Decode(token![..dot]) is { } json ? ReadProjectId(json) : null;
    }

    private static byte[]? Decode(string text)
    {
        var base64 = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        base64 = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private static string? ReadProjectId(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("ProjectID", out var id)
                && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
