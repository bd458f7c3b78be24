namespace TraceClient.Calyptia;

/// <summary>Reads the cursor that Calyptia's lists have in the header <c>Link</c>.</summary>
public static class CalyptiaLink
{
    private const string Parameter = "before=";

    /// <summary>Gets the <c>before</c> of the next page.</summary>
    /// <param name="headers">The headers of a response; null where there are none.</param>
    /// <returns>The cursor; null on the last page.</returns>
    public static string? NextCursor(HttpResponseHeaders? headers) =>
        headers is not null && headers.TryGetValues("Link", out var values)
            ? values.Select(ReadNextCursor).FirstOrDefault(cursor => cursor is not null)
            : null;

    /// <summary>Reads <c>&lt;/v1/x?before=CURSOR&gt;; rel="next"</c>; a header can hold several links.</summary>
    internal static string? ReadNextCursor(string header) => (
        from link in header.Split('<')
        let end = link.IndexOf('>', StringComparison.Ordinal)
        where end >= 0 && IsNext(link[(end + 1)..])
        from parameter in link[..end].Split('?', '&')
        where parameter.StartsWith(Parameter, StringComparison.Ordinal) && parameter.Length > Parameter.Length
        select Uri.UnescapeDataString(parameter[Parameter.Length..])).FirstOrDefault();

    private static bool IsNext(string parameters) =>
        parameters.Split(';', ',').Any(parameter => parameter.Split('=', 2) is [var name, var value]
        && name.Trim().Equals("rel", StringComparison.OrdinalIgnoreCase)
        && value.Trim(' ', '"').Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase));
}
