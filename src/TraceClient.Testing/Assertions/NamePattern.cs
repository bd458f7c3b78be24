using System.IO.Enumeration;

namespace TraceClient.Testing;

/// <summary>Matches names with patterns, in which <c>*</c> is any text and <c>?</c> any character.</summary>
internal static class NamePattern
{
    /// <summary>Returns whether a name matches a pattern. Case matters.</summary>
    public static bool Matches(string pattern, string? name) =>
        name is not null && (string.Equals(pattern, name, StringComparison.Ordinal)
            || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));

    /// <summary>Returns whether a name matches one of several patterns.</summary>
    public static bool MatchesAny(IEnumerable<string> patterns, string? name) => patterns.Any(pattern => Matches(pattern, name));
}
