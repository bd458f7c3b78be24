using System.Security.Cryptography;

namespace TraceClient.Tool;

/// <summary>What may be shown of a secret.</summary>
internal static class TokenMask
{
    // Of a shorter one the fingerprint could be found by trying all there are.
    private const int ShortestWithFingerprint = 16;

    /// <summary>No character of the token: its length, which tells a cut one, and a fingerprint, which tells two apart.</summary>
    public static string Of(string token) => token.Length < ShortestWithFingerprint
        ? string.Create(CultureInfo.InvariantCulture, $"*** (length {token.Length})")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"*** (length {token.Length}, fingerprint {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..8]})");

    /// <summary>The address without user, password, query and fragment.</summary>
    public static string OfAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https" }
        ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : "(no address)";
}
