namespace TraceClient.PostgreSql;

/// <summary>Makes keys of the tables from texts of any length.</summary>
internal static class PostgreSqlKey
{
    // Above this size an index refuses a key.
    private const int MaxKeyBytes = 1000;
    private const int KeptOfLongKey = 200;

    /// <summary>Returns a text that an index can hold: of a long one the beginning and its hash.</summary>
    public static string Of(string text)
    {
        var escaped = StoreText.Escape(text);
        if (escaped.Length <= MaxKeyBytes / 3 || Encoding.UTF8.GetByteCount(escaped) <= MaxKeyBytes)
            return escaped;
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(escaped)));
        var kept = char.IsHighSurrogate(escaped[KeptOfLongKey - 1]) ? KeptOfLongKey - 1 : KeptOfLongKey;
        return $"{escaped.AsSpan(0, kept)}{StoreText.BeforeHash}{hash}";
    }
}
