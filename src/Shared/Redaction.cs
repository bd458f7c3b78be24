using System.Collections;

namespace TraceClient.Http;

/// <summary>Takes tokens and e-mail addresses out of a text before it goes into an exception.</summary>
internal static partial class Redaction
{
    public const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    // The patterns have bounded or linear repeats only; the time limit is a second line of defence.
    private const int TimeoutMilliseconds = 2000;

    private const string Mask = SecretMask.Mask;

    /// <summary>Returns the text with the given tokens, and whatever resembles a token or an e-mail address, masked.</summary>
    public static string Text(string text, IReadOnlyList<string>? tokens = null)
    {
        text = (tokens ?? []).Aggregate(text, SecretMask.Apply)
            .Replace(Scheme(), "${scheme} " + Mask)
            .Replace(KnownToken(), Mask)
            .Replace(QuotedSecret(), "${key}" + Mask)
            .Replace(AssignedSecret(), "${key}" + Mask)
            .Replace(UserInfo(), "://" + Mask + "@");
        return text.Contains('@', StringComparison.Ordinal) || text.Contains("%40", StringComparison.Ordinal)
            ? text.Replace(EMail(), Mask)
            : text;
    }

    /// <summary>As <see cref="Text"/>, and without the query of any address in the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="requestUri">The address of the request, whose query may stand alone.</param>
    /// <param name="tokens">The tokens that were sent.</param>
    /// <param name="isOfProvider">True for a text of a token provider, whose
    /// token is not known yet: every word that could be one is taken out.</param>
    public static string TextWithoutQueries(string text, Uri? requestUri, IReadOnlyList<string>? tokens = null, bool isOfProvider = false)
    {
        if (requestUri is { IsAbsoluteUri: true, Query: { Length: > 1 } query })
            text = text.Replace(query, "", StringComparison.Ordinal).Replace(Uri.UnescapeDataString(query), "", StringComparison.Ordinal);
        text = Text(text.Replace(Query(), "${address}"), tokens);
        return isOfProvider ? text.Replace(Opaque(), Mask) : text;
    }

    /// <summary>The address without user info, query and fragment, and without tokens in its path.</summary>
    public static Uri? Address(Uri? uri, IReadOnlyList<string>? tokens = null)
    {
        if (uri is not { IsAbsoluteUri: true })
            return null;

        var plain = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return Uri.TryCreate(Text(plain, tokens), UriKind.Absolute, out var safe) ? safe : null;
    }

    /// <summary>The exception itself when no text in it gives anything away,
    /// else one of the same story with the secrets taken out.</summary>
    public static Exception Exception(Exception exception, Uri? requestUri, IReadOnlyList<string>? tokens = null, bool isOfProvider = false)
    {
        return Story(exception).All(text => string.Equals(text, Redact(text), StringComparison.Ordinal)) ? exception : Copy(exception);

        string Redact(string text) => TextWithoutQueries(text, requestUri, tokens, isOfProvider);

        RedactedException Copy(Exception one) =>
            new($"{one.GetType().Name}: {Redact(one.Message)}", one.InnerException is { } inner ? Copy(inner) : null);
    }

    // A stack's names and places are no secrets, and would look like some.
    private static IEnumerable<string> Story(Exception exception) =>
    [
        exception.Message,
        .. exception.Data.Cast<DictionaryEntry>().Select(entry => $"{entry.Key} {entry.Value}"),
        .. exception is AggregateException many ? many.InnerExceptions.SelectMany(Story) : exception.InnerException is { } one
            ? Story(one)
            : [],
    ];

    private static string Replace(this string text, Regex pattern, string replacement)
    {
        try
        {
            return pattern.Replace(text, replacement);
        }
        catch (RegexMatchTimeoutException)
        {
            return "(text withheld: it could not be searched for secrets)";
        }
    }

    [GeneratedRegex(
        @"(?i)\b(?<scheme>Bearer|UserKey|Basic)(\s|%20|\+){1,8}(?!(tokens?|authentication|authorization|scheme|header|realm|error)\b)"
        + "[A-Za-z0-9._~+/=%-]{4,}",
        Options,
        TimeoutMilliseconds)]
    private static partial Regex Scheme();

    // Galtea's keys. A JWT and a project token both start with an object in base64url: {" is eyJ, and a space or a line break after the
    // brace is eyA, ewo or ew0.
    [GeneratedRegex(
        @"\b(gsk[_-][A-Za-z0-9_-]+|eyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*)*|e(yA|wo|w0)[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_.-]+)", Options,
        TimeoutMilliseconds)]
    private static partial Regex KnownToken();

    // The end of the key decides: access_token, X-Project-Token. In JSON, in JSON inside a JSON string, and as Python prints a dictionary.
    [GeneratedRegex(
        @"(?i)(?<key>(token|api[_-]?key|secret|password|authorization)(?<quote>\\?[""'])\s{0,8}:\s{0,8}\k<quote>)"
        + @"((?!\k<quote>)(\\{3}[\s\S]|\\[\s\S]|[^\\]))+",
        Options,
        TimeoutMilliseconds)]
    private static partial Regex QuotedSecret();

    [GeneratedRegex(
        @"(?i)(?<key>(token|api[_-]?key|secret|password|signature)\s{0,8}=\s{0,8}[""']?|\bx-project-token\s{0,8}:\s{0,8})"
        + @"(?!\*\*\*)[^\s""'&,;<>]+",
        Options, TimeoutMilliseconds)]
    private static partial Regex AssignedSecret();

    // Long, and of letters and digits mixed: no word of a language.
    [GeneratedRegex(@"(?<![A-Za-z0-9_~+=-])(?=[A-Za-z_~+=-]*\d)(?=[\d_~+=-]*[A-Za-z])[A-Za-z0-9_~+=-]{12,}", Options, TimeoutMilliseconds)]
    private static partial Regex Opaque();

    [GeneratedRegex(@"://[^/\s@""'<>]{1,256}@", Options, TimeoutMilliseconds)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"[\p{L}\p{N}._%+-]{1,64}(@|%40)([\p{L}\p{N}-]{1,63}\.)+[\p{L}\p{N}-]{2,63}", Options, TimeoutMilliseconds)]
    private static partial Regex EMail();

    [GeneratedRegex(@"(?i)(?<address>https?://[^\s?""'<>]{1,2048})\?[^\s""'<>]*", Options, TimeoutMilliseconds)]
    private static partial Regex Query();
}

/// <summary>Stands in for an exception whose text held a token, an e-mail address or a query.</summary>
internal sealed class RedactedException(string message, Exception? innerException) : Exception(message, innerException);
