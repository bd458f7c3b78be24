using System.Text;

namespace TraceClient.Tests.Http;

/// <summary>Writes a token in the forms in which services repeat it, and finds parts of it in them.</summary>
internal static class TokenForms
{
    /// <summary>The number of characters of a token from which on a part of it must not be shown.</summary>
    public const int PartLength = 12;

    private static readonly Dictionary<string, Func<string, string>> Writers = new(StringComparer.Ordinal)
    {
        ["plain"] = token => token,
        ["start"] = token => token[..PartLength],
        ["middle"] = token => token[5..(5 + PartLength)],
        ["end"] = token => token[^PartLength..],
        ["in upper case"] = token => token.ToUpperInvariant(),
        ["blanks"] = token => Split(token, 5, " "),
        ["lines"] = token => Split(token, 4, "\r\n  "),
        ["hex"] = token => Hex(token),
        ["hex in upper case"] = token => Hex(token).ToUpperInvariant(),
        ["hex with colons"] = token => Split(Hex(token), 2, ":"),
        ["hex with hyphens"] = token => Split(Hex(token).ToUpperInvariant(), 2, "-"),
        ["hex with blanks"] = token => Split(Hex(token), 2, " "),
        ["hex in words"] = token => Split(Hex(token), 8, " "),
        ["hex with prefixes"] = token => "0x" + Split(Hex(token), 2, ", 0x"),
        ["hex after a digit"] = token => "f" + Hex(token),
        ["hex of a part"] = token => Hex(token.Substring(3, PartLength)),
        ["base64"] = token => Base64(token),
        ["base64 of Bearer"] = token => Base64($"Bearer {token}"),
        ["base64 of UserKey"] = token => Base64($"UserKey {token}"),
        ["base64 moved by 1"] = token => Base64($"x{token}x"),
        ["base64 moved by 2"] = token => Base64($"xy{token}xy"),
        ["base64url"] = token => Base64Url(token),
        ["base64url of Bearer"] = token => Base64Url($"Bearer {token}"),
        ["base64url of UserKey"] = token => Base64Url($"UserKey {token}"),
        ["base64 of a part"] = token => Base64($"ab{token.Substring(4, PartLength)}cd"),
        ["base64 cut at its start"] = token => Base64(token)[3..],
        ["base64 in lines"] = token => Split(Base64($"Bearer {token}"), 16, "\r\n"),
        ["base64 in an address"] = token => Uri.EscapeDataString(Base64($"Bearer {token}")),
        ["an address"] = token => Uri.EscapeDataString(token),
        ["json in json"] = token => Json(Json(token)),
    };

    public static TheoryData<string> Names => [.. Writers.Keys];

    public static string Write(string form, string token) => Writers[form](token);

    public static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    /// <summary>Fails when a text has 12 consecutive characters of the
    /// token: as they are, as hex or as base64, however broken up.</summary>
    public static void AssertAbsent(string token, string text)
    {
        foreach (var reading in Readings(text))
        {
            var dense = string.Concat(reading.Where(c => !char.IsWhiteSpace(c)));
            var hex = string.Concat(reading.Replace("0x", string.Empty, StringComparison.Ordinal).Where(char.IsAsciiHexDigit))
                .ToLowerInvariant();
            var base64 = dense.Replace('-', '+').Replace('_', '/');
            for (var start = 0; start + PartLength <= token.Length; start++)
            {
                var part = token.Substring(start, PartLength);
                Assert.DoesNotContain(part, dense, StringComparison.Ordinal);
                Assert.DoesNotContain(Hex(part), hex, StringComparison.Ordinal);
                foreach (var moved in (string[])["", "x", "xx"])
                    Assert.DoesNotContain(Inner(moved, part), base64, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<string> Readings(string text)
    {
        yield return text;
        yield return Uri.UnescapeDataString(text);
        yield return text.Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("\\", string.Empty, StringComparison.Ordinal);
        for (var level = 0; level < 3; level++)
            yield return text = System.Text.RegularExpressions.Regex.Unescape(text.Replace("\\/", "/", StringComparison.Ordinal));
    }

    /// <summary>The characters that depend on the part alone, whatever stands before and behind it.</summary>
    private static string Inner(string before, string part) =>
        Base64(before + part)[(before.Length == 0 ? 0 : before.Length + 1)..((before.Length + part.Length) * 4 / 3)];

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Base64Url(string text) => Base64(text).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Split(string text, int length, string between) =>
        string.Join(between, text.Chunk(length).Select(chunk => new string(chunk)));
}
