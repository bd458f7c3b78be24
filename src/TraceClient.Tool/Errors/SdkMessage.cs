namespace TraceClient.Tool;

/// <summary>Adapts messages of the SDK, whose keys have a prefix and which mention options for code only.</summary>
internal static partial class SdkMessage
{
    public static string ForUser(string message) =>
        TokenProviderHint().Replace(message.Replace("TraceClients:", "", StringComparison.Ordinal), "");

    // "(or what the TokenProvider returns)", "or a TokenProvider", ", or a token provider in code".
    [GeneratedRegex(
        @" \([^()]*\bTokenProvider\b[^()]*\)|,? or (a )?(TokenProvider|token provider)( in code)?\b",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex TokenProviderHint();
}
