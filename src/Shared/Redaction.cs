using System.Collections;
using System.Text.RegularExpressions;

namespace TraceClient.Http;

/// <summary>Takes tokens and e-mail addresses out of a text before it goes into an exception.</summary>
internal static partial class Redaction
{
    private const string Mask = SecretMask.Mask;

    // The patterns have bounded or linear repeats only; the time limit is a second line of defence.
    private const int TimeoutMilliseconds = 2000;

    /// <summary>The text without what looks like a token or an e-mail address, and without the tokens given.</summary>
    public static string Text(string text, IReadOnlyList<string>? tokens = null)
    {
        if (text.Length == 0)
            return text;

        try
        {
            foreach (var token in tokens ?? [])
                text = SecretMask.Apply(text, token);
            text = Scheme().Replace(text, "${scheme} " + Mask);
            text = GalteaKey().Replace(text, Mask);
            text = JsonInBase64().Replace(text, Mask);
            text = QuotedSecret().Replace(text, "${key}" + Mask);
            text = AssignedSecret().Replace(text, "${key}" + Mask);
            text = UserInfo().Replace(text, "://" + Mask + "@");
            return text.Contains('@', StringComparison.Ordinal) || text.Contains("%40", StringComparison.Ordinal) ? EMail().Replace(text, Mask) : text;
        }
        catch (RegexMatchTimeoutException)
        {
            return "(text withheld: it could not be searched for secrets)";
        }
    }

    /// <summary>As <see cref="Text"/>, and without the query of any address in the text.</summary>
    public static string TextWithoutQueries(string text, Uri? requestUri, IReadOnlyList<string>? tokens = null)
    {
        if (requestUri is { IsAbsoluteUri: true, Query.Length: > 1 })
        {
            text = text.Replace(requestUri.Query, string.Empty, StringComparison.Ordinal);
            text = text.Replace(Uri.UnescapeDataString(requestUri.Query), string.Empty, StringComparison.Ordinal);
        }

        try
        {
            if (text.Contains('?', StringComparison.Ordinal))
                text = Query().Replace(text, "${address}");
        }
        catch (RegexMatchTimeoutException)
        {
            return "(text withheld: it could not be searched for secrets)";
        }

        return Text(text, tokens);
    }

    /// <summary>The address without user info, query and fragment, and without tokens in its path.</summary>
    public static Uri? Address(Uri? uri, IReadOnlyList<string>? tokens = null)
    {
        if (uri is not { IsAbsoluteUri: true })
            return null;

        var plain = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return Uri.TryCreate(Text(plain, tokens), UriKind.Absolute, out var safe) ? safe : null;
    }

    /// <summary>The exception itself when no text in it gives anything away, else one of the same story with the secrets taken out.</summary>
    public static Exception Exception(Exception exception, Uri? requestUri, IReadOnlyList<string>? tokens = null)
    {
        return Exception(exception, text => TextWithoutQueries(text, requestUri, tokens));
    }

    /// <summary>As above, for an exception of a token provider: its token is not known yet, so every word that could be one is taken out.</summary>
    public static Exception ExceptionOfProvider(Exception exception, Uri? requestUri, IReadOnlyList<string>? tokens = null) =>
        Exception(exception, text => TextOfProvider(text, requestUri, tokens));

    /// <summary>As <see cref="TextWithoutQueries"/>, and without any word that could be a token.</summary>
    public static string TextOfProvider(string text, Uri? requestUri, IReadOnlyList<string>? tokens = null)
    {
        text = TextWithoutQueries(text, requestUri, tokens);
        try
        {
            return Opaque().Replace(text, Mask);
        }
        catch (RegexMatchTimeoutException)
        {
            return "(text withheld: it could not be searched for secrets)";
        }
    }

    private static Exception Exception(Exception exception, Func<string, string> redact) =>
        Story(exception).All(text => string.Equals(text, redact(text), StringComparison.Ordinal)) ? exception : Copy(exception, redact);

    // A stack's names and places are no secrets, and would look like some.
    private static IEnumerable<string> Story(Exception exception)
    {
        yield return exception.Message;
        foreach (DictionaryEntry entry in exception.Data)
            yield return $"{entry.Key} {entry.Value}";
        IEnumerable<Exception> behind = exception is AggregateException many ? many.InnerExceptions : exception.InnerException is { } one ? [one] : [];
        foreach (var text in behind.SelectMany(Story))
            yield return text;
    }

    private static RedactedException Copy(Exception exception, Func<string, string> redact) => new(
        $"{exception.GetType().Name}: {redact(exception.Message)}",
        exception.InnerException is { } inner ? Copy(inner, redact) : null);

    [GeneratedRegex(
        @"\b(?<scheme>Bearer|UserKey|Basic)(?:\s|%20|\+){1,8}(?!(?:tokens?|authentication|authorization|scheme|header|realm|error)\b)[A-Za-z0-9._~+/=%-]{4,}",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\bgsk[_-][A-Za-z0-9_-]+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex GalteaKey();

    // A JWT and a project token both start with an object in base64url: {" is eyJ, and a space or a line break after the brace is eyA, ewo or ew0.
    [GeneratedRegex(
        @"\b(eyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*)*|e(yA|wo|w0)[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_.-]+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex JsonInBase64();

    // The end of the key decides: access_token, X-Project-Token. In JSON, in JSON inside a JSON string, and as Python prints a dictionary.
    [GeneratedRegex(
        @"(?<key>(token|api[_-]?key|secret|password|authorization)""\s{0,8}:\s{0,8}"")([^""\\]|\\[\s\S])+"
        + @"|(?<key>(token|api[_-]?key|secret|password|authorization)\\""\s{0,8}:\s{0,8}\\"")[^""\\]+"
        + @"|(?<key>(token|api[_-]?key|secret|password|authorization)'\s{0,8}:\s{0,8}')[^']+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex QuotedSecret();

    [GeneratedRegex(
        @"(?<key>(token|api[_-]?key|secret|password|signature)\s{0,8}=\s{0,8}[""']?|\bx-project-token\s{0,8}:\s{0,8})(?!\*\*\*)[^\s""'&,;<>]+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex AssignedSecret();

    // Long, and of letters and digits mixed: no word of a language.
    [GeneratedRegex(
        @"(?<![A-Za-z0-9_~+=-])(?=[A-Za-z_~+=-]*\d)(?=[\d_~+=-]*[A-Za-z])[A-Za-z0-9_~+=-]{12,}",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex Opaque();

    [GeneratedRegex(@"://[^/\s@""'<>]{1,256}@", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex UserInfo();

    [GeneratedRegex(
        @"[\p{L}\p{N}._%+-]{1,64}(@|%40)([\p{L}\p{N}-]{1,63}\.)+[\p{L}\p{N}-]{2,63}",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex EMail();

    [GeneratedRegex(
        @"(?<address>https?://[^\s?""'<>]{1,2048})\?[^\s""'<>]*",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeoutMilliseconds)]
    private static partial Regex Query();
}

/// <summary>Stands in for an exception whose text held a token, an e-mail address or a query.</summary>
internal sealed class RedactedException(string message, Exception? innerException) : Exception(message, innerException);
