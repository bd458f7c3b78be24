namespace TraceClient.Calyptia;

/// <summary>Reads the cursor that Calyptia's lists have in the header <c>Link</c>.</summary>
public static class CalyptiaLink
{
    private const string Parameter = "before=";

    /// <summary>Gets the <c>before</c> of the next page.</summary>
    /// <param name="headers">The headers of a response; null where there are none.</param>
    /// <returns>The cursor; null when there is no next page.</returns>
    public static string? NextCursor(HttpResponseHeaders? headers) =>
        headers is not null && headers.TryGetValues("Link", out var values)
            ? values.Select(ReadNextCursor).FirstOrDefault(cursor => cursor is not null)
            : null;

    /// <summary>Reads <c>&lt;/v1/x?before=CURSOR&gt;; rel="next"</c>; a header can hold several links.</summary>
    internal static string? ReadNextCursor(string header)
    {
        var rest = header.AsSpan();
        while (rest.IndexOf('<') is >= 0 and var open && rest[open..].IndexOf('>') is > 0 and var length)
        {
            var address = rest.Slice(open + 1, length - 1);
            rest = rest[(open + length + 1)..];
            var end = rest.IndexOf('<');
            if (IsNext(end < 0 ? rest : rest[..end]) && CursorOf(address) is { } cursor)
                return cursor;
        }

        return null;
    }

    private static bool IsNext(ReadOnlySpan<char> parameters)
    {
        foreach (var part in parameters.ToString().Split([';', ',']))
        {
            var name = part.IndexOf('=', StringComparison.Ordinal);
            if (name > 0 && part.AsSpan(0, name).Trim().Equals("rel", StringComparison.OrdinalIgnoreCase)
                && part[(name + 1)..].Trim(' ', '"').Split(' ').Contains("next", StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string? CursorOf(ReadOnlySpan<char> address)
    {
        var query = address.IndexOf('?');
        foreach (var pair in query < 0 ? [] : address[(query + 1)..].ToString().Split('&'))
        {
            if (pair.StartsWith(Parameter, StringComparison.Ordinal) && pair.Length > Parameter.Length)
                return Uri.UnescapeDataString(pair[Parameter.Length..]);
        }

        return null;
    }
}
