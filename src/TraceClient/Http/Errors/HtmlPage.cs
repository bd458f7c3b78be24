namespace TraceClient.Http;

/// <summary>Recognises an HTML page where JSON belongs, and says what kind of page it may be.</summary>
internal static class HtmlPage
{
    private const int LongestTitle = 80;

    private static readonly string[] LoginWords =
        ["sign in", "signin", "log in", "login", "single sign-on", "type=\"password\"", "type='password'"];

    /// <summary>Whether the headers announce a page.</summary>
    public static bool IsAnnounced(HttpContentHeaders headers) =>
        headers.NonValidated.TryGetValues("Content-Type", out var values) && values.ToString().AsSpan().TrimStart() is var type
        && (type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/xhtml+xml", StringComparison.OrdinalIgnoreCase));

    /// <summary>Gets whether a body that begins so is a page, by its first character; null when only white space is there.</summary>
    public static bool? IsIn(ReadOnlySpan<byte> body)
    {
        var start = (body.StartsWith(Encoding.UTF8.Preamble) ? body[3..] : body).TrimStart(" \t\r\n"u8);
        return start.IsEmpty ? null : start[0] == (byte)'<';
    }

    /// <summary>What the page seems to be, such as <c>an HTML login page
    /// ("Sign in")</c>; its secrets have been taken out already.</summary>
    public static string Describe(string page)
    {
        var kind = LoginWords.Any(word => page.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "an HTML login page" : "an HTML page";
        return TitleOf(page) is { Length: > 0 } title ? $"{kind} (\"{Excerpt.Of(Redaction.Text(title), LongestTitle)}\")" : kind;
    }

    private static string? TitleOf(string page)
    {
        var tag = page.IndexOf("<title", StringComparison.OrdinalIgnoreCase);
        var start = tag < 0 ? 0 : page.IndexOf('>', tag) + 1;
        var title = start == 0 ? null : WebUtility.HtmlDecode(page[start..].Split('<')[0]);
        return title is null ? null : string.Join(' ', title.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
    }
}
