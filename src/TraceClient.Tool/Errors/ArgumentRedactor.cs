namespace TraceClient.Tool;

/// <summary>Removes the value of <c>kubiya=VALUE</c> from messages of the parser, since it can be a token.</summary>
internal static partial class ArgumentRedactor
{
    // Removes the rest of the message, since a token can contain spaces and quotation marks.
    public static string Mask(string message) => Value().Replace(message, "${source}=***");

    [GeneratedRegex(
        @"\b(?<source>calyptia|kubiya|galtea)=.*",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex Value();
}
