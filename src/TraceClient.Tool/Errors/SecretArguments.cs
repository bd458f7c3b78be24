using System.Text.RegularExpressions;

namespace TraceClient.Tool;

/// <summary>Takes the value out of <c>kubiya=VALUE</c>: behind a misspelt option the parser quotes it, and it can be a token.</summary>
internal static partial class SecretArguments
{
    // All behind it goes: a token may hold blanks and quotation marks.
    public static string Mask(string message) => Value().Replace(message, "${source}=***");

    [GeneratedRegex(
        @"\b(?<source>calyptia|kubiya|galtea)=.*",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex Value();
}
