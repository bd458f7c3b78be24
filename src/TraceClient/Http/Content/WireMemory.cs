namespace TraceClient.Http;

/// <summary>Keeps what the values of one response are made of: payloads side
/// by side in blocks, and texts that come again and again once.</summary>
internal sealed class WireMemory
{
    private const int FirstBlock = 1024;
    private const int LargestBlock = 64 * 1024;

    // What is larger does not keep the payloads beside it alive.
    private const int LargestInBlock = 16 * 1024;
    private const int SharedTexts = 64;
    private const int LongestShared = 64;

    private byte[] _block = [];
    private int _used;
    private string?[]? _texts;

    /// <summary>Copies a JSON value.</summary>
    public JsonPayload Keep(ReadOnlySpan<byte> json)
    {
        if (json.Length > LargestInBlock)
            return new JsonPayload(json.ToArray());
        if (json.Length > _block.Length - _used)
        {
            _block = new byte[Math.Clamp(_block.Length * 2, Math.Max(FirstBlock, json.Length), LargestBlock)];
            _used = 0;
        }

        json.CopyTo(_block.AsSpan(_used));
        _used += json.Length;
        return new JsonPayload(_block.AsMemory(_used - json.Length, json.Length));
    }

    /// <summary>Gets the string of a text, which is the same one when the text comes again soon.</summary>
    /// <returns>The string; null where the text is too long or is not ASCII.</returns>
    public string? Share(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > LongestShared)
            return null;
        _texts ??= new string?[SharedTexts];
        ref var known = ref _texts[((text.Length * 31) + (text[0] * 7) + (text[^1] * 13) + text[text.Length / 2]) % SharedTexts];
        if (known is not null && Ascii.Equals(text, known))
            return known;
        return Ascii.IsValid(text) ? known = Encoding.ASCII.GetString(text) : null;
    }
}

/// <summary>Reads text that JSON allows and .NET does not.</summary>
internal static partial class WireText
{
    /// <summary>Gets the text of a string's bytes, with U+FFFD for bytes that are not UTF-8 and for halves of surrogate pairs.</summary>
    public static string WithReplacements(ReadOnlySpan<byte> escaped)
    {
        var text = Escape()
            .Replace(Encoding.UTF8.GetString(escaped), static match => match.Groups["half"].Success ? "\\uFFFD" : match.Value);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{text}\""));
        reader.Read();
        return reader.GetString()!;
    }

    [GeneratedRegex(@"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Escape();
}
