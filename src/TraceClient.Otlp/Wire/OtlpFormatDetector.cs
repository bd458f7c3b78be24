namespace TraceClient.Otlp;

/// <summary>Detects the format of OTLP data by its first bytes.</summary>
internal static class OtlpFormatDetector
{
    /// <summary>The number of bytes that are examined.</summary>
    public const int PeekBytes = 512;

    private const byte MessageTag = 0x0A;

    /// <summary>Gets whether the data is JSON; false for protobuf.</summary>
    /// <exception cref="FormatException">The data is neither.</exception>
    public static bool IsJson(ReadOnlySpan<byte> start)
    {
        start = start[InputWindow.ByteOrderMarkLength(start)..];
        if (start.IsEmpty)
            return false;

        // The tag of a protobuf message is also a line feed of JSON, so the first byte after white space decides.
        var text = start.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            return true;
        var isJson = text[0] switch
        {
            (byte)'{' => IsMemberOrEnd(text[1..]),
            (byte)'[' => text[1..].TrimStart(" \t\r\n"u8) is [] or [(byte)'{' or (byte)']' or (byte)'n', ..],
            _ => false,
        };
        return isJson || (start[0] == MessageTag ? false : throw new FormatException("The data is neither JSON nor an OTLP message."));
    }

    private static bool IsMemberOrEnd(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n"u8);
        return text.IsEmpty || text[0] == '}' || (text[0] == '"' && (text.Length == 1 || text[1] >= ' '));
    }
}
