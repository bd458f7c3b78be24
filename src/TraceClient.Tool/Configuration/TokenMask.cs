using System.Security.Cryptography;

namespace TraceClient.Tool;

/// <summary>Masks secrets for output.</summary>
internal static partial class TokenMask
{
    // The fingerprint of a shorter token could be reversed by brute force.
    private const int MinLengthForFingerprint = 16;

    /// <summary>Returns the length and a fingerprint of a token, to recognize truncated and different tokens.</summary>
    public static string Of(string token) => token.Length < MinLengthForFingerprint
        ? string.Create(CultureInfo.InvariantCulture, $"*** (length {token.Length})")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"*** (length {token.Length}, fingerprint {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..8]})");

    /// <summary>Returns a text in which the user info of every address is masked.</summary>
    // A password can contain slashes and at signs, so all up to the last at sign of the word is masked.
    public static string OfUserInfo(string text) =>
        text.Contains("//", StringComparison.Ordinal) ? UserInfo().Replace(text, "//***@") : text;

    /// <summary>Returns an address with masked user info, and without query and fragment.</summary>
    public static string OfAddress(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri is not { Scheme: "http" or "https" })
            return "(invalid address)";
        var shown = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return uri.UserInfo.Length == 0 ? shown : shown.Insert(uri.Scheme.Length + "://".Length, "***@");
    }

    [GeneratedRegex(@"//[^\s""'<>]*@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex UserInfo();
}
