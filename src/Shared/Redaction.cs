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
            .Replace(VendorToken(), Mask)
            .Replace(PrivateKey(), Mask)
            .Replace(QuotedSecret(), "${key}" + Mask)
            .Replace(AssignedSecret(), "${key}" + Mask)
            .Replace(UserInfo(), "://" + Mask + "@");
        return text.Contains('@', StringComparison.Ordinal) || text.Contains("%40", StringComparison.Ordinal)
            ? text.Replace(EMail(), Mask)
            : text;
    }

    /// <summary>Returns whether the name of a value says that the value is a secret, such as <c>db.password</c>.</summary>
    public static bool IsSecretName(string name)
    {
        try
        {
            return SecretName().IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
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

    // A letter before the token would make it a part of a word, but not the letter of an escaped line break, as in "line\\nBearer x".
    private const string Start = @"((?<![A-Za-z0-9])|(?<=\\[nrtbf]))";

    [GeneratedRegex(
        "(?i)" + Start
        + @"(?<scheme>Bearer|UserKey|Basic)(\s|%20|\+){1,8}(?!(tokens?|authentication|authorization|scheme|header|realm|error)\b)"
        + "[A-Za-z0-9._~+/=%-]{4,}",
        Options,
        TimeoutMilliseconds)]
    private static partial Regex Scheme();

    // Galtea's keys. A JWT and a project token both start with an object in base64url: {" is eyJ, and a space or a line break after the
    // brace is eyA, ewo or ew0.
    [GeneratedRegex(
        Start + @"(gsk[_-][A-Za-z0-9_-]+|eyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*)*|e(yA|wo|w0)[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_.-]+)", Options,
        TimeoutMilliseconds)]
    private static partial Regex KnownToken();

    // Tokens of services that traced programs use: OpenAI, Anthropic and others with sk-, Stripe, GitHub, GitLab, Slack, AWS, Google, npm,
    // Hugging Face. Where words could have the prefix, a digit and a capital or a long part are needed. Lookaheads have limits, so that
    // the time is linear.
    [GeneratedRegex(
        Start + "("
        + @"sk-(?=[A-Za-z_-]{0,64}\d)((?=[a-z0-9_-]{0,64}[A-Z])[A-Za-z0-9_-]{16,}|([a-z0-9]{1,12}-){0,3}[a-z0-9]{24,})"
        + @"|[sr]k_(live|test)_[A-Za-z0-9]{10,}"
        + @"|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}"
        + @"|glpat-(?=[A-Za-z_-]{0,64}\d)[A-Za-z0-9_.-]{16,}"
        + @"|xox[abeprs]-(?=[A-Za-z-]{0,64}\d)[A-Za-z0-9-]{10,}"
        + @"|(AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"
        + @"|AIza[A-Za-z0-9_-]{30,}"
        + @"|(npm|hf)_[A-Za-z0-9]{30,})",
        Options,
        TimeoutMilliseconds)]
    private static partial Regex VendorToken();

    // To its footer, or as far as its lines go in a text that was cut. Line breaks can be escaped, as in JSON.
    [GeneratedRegex(
        @"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----"
        + @"(([^-]|-(?!----))*-----END [A-Z0-9 ]{0,40}-----|(\s|\\[nrt])*([A-Za-z0-9+/=]{16,}(\s|\\[nrt])*)+)",
        Options,
        TimeoutMilliseconds)]
    private static partial Regex PrivateKey();

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

    [GeneratedRegex("(?i)(token|api[_-]?key|secret|password|authorization)$", Options, TimeoutMilliseconds)]
    private static partial Regex SecretName();

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
