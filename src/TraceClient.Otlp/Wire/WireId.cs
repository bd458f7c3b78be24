namespace TraceClient.Otlp;

/// <summary>Reads the ids of OTLP data: hexadecimal digits by the specification, or base64 of generic protobuf converters.</summary>
internal static class WireId
{
    public const int TraceBytes = 16;
    public const int SpanBytes = 8;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads an id of JSON as lower-case hexadecimal digits; empty for none and for all zeros.</summary>
    /// <exception cref="FormatException">The text is not an id.</exception>
    public static string FromText(string text, int size)
    {
        if (IsHexadecimal(text) && text.Length <= size * 2)
            return OrNone(text.ToLowerInvariant().PadLeft(text.Length == 0 ? 0 : size * 2, '0'));

        Span<byte> bytes = stackalloc byte[TraceBytes];
        var base64 = text.TrimEnd('=');
        return base64.Length <= ((size * 4) + 2) / 3
            && Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var length) && length == size
            ? FromBytes(bytes[..length], size)
            : throw new FormatException("An id is neither hexadecimal digits nor base64 of the right length.");
    }

    /// <summary>Reads an id of protobuf as lower-case hexadecimal digits; empty for none and for all zeros.</summary>
    /// <exception cref="FormatException">The id has another length.</exception>
    public static string FromBytes(ReadOnlySpan<byte> bytes, int size) => bytes.Length == 0 || bytes.Length == size
        ? OrNone(ToHexadecimal(bytes))
        : throw new FormatException($"An id has {bytes.Length} bytes instead of {size}.");

    /// <summary>Gets whether the text has hexadecimal digits only.</summary>
    public static bool IsHexadecimal(string text) => !text.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>Formats bytes as lower-case hexadecimal digits.</summary>
    public static string ToHexadecimal(ReadOnlySpan<byte> bytes) =>
#if NET9_0_OR_GREATER
        Convert.ToHexStringLower(bytes);
#else
        Convert.ToHexString(bytes).ToLowerInvariant();
#endif

    private static string OrNone(string id) => id.AsSpan().ContainsAnyExcept('0') ? id : "";
}
