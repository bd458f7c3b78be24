namespace TraceClient.Tool;

/// <summary>The SDK speaks to programmers; here its keys stand at the root of a file, and nobody writes a token provider.</summary>
internal static class SdkMessage
{
    public static string ForUser(string message) => message
        .Replace("TraceClients:", "", StringComparison.Ordinal)
        .Replace(" (or what the TokenProvider gives)", "", StringComparison.Ordinal)
        .Replace(" or a TokenProvider", "", StringComparison.Ordinal)
        .Replace(" or TokenProvider", "", StringComparison.Ordinal)
        .Replace(", or a token provider in code", "", StringComparison.Ordinal);
}
