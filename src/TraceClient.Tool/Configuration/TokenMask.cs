using System.Security.Cryptography;

namespace TraceClient.Tool;

/// <summary>Masks secrets for output.</summary>
internal static class TokenMask
{
    // The fingerprint of a shorter token could be reversed by brute force.
    private const int MinLengthForFingerprint = 16;

    /// <summary>Returns the length and a fingerprint of a token, to recognize truncated and different tokens.</summary>
    public static string Of(string token) => token.Length < MinLengthForFingerprint
        ? string.Create(CultureInfo.InvariantCulture, $"*** (length {token.Length})")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"*** (length {token.Length}, fingerprint {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..8]})");

    /// <summary>Returns an address without user, password, query and fragment.</summary>
    public static string OfAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https" }
        ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : "(invalid address)";
}
