namespace TraceClient.Testing;

/// <summary>Implements <c>ILIKE '%text%'</c> of SQL: <c>%</c> is any text, <c>_</c> any one character, and case is ignored.</summary>
internal static class SqlLikePattern
{
    public static bool Contains(string text, string part)
    {
        var pattern = $"%{part}%";
        var (at, next, lastPercent, resume) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (next < pattern.Length && pattern[next] == '%')
                (lastPercent, resume, next) = (next, at, next + 1);
            else if (next < pattern.Length
                && (pattern[next] == '_' || char.ToUpperInvariant(pattern[next]) == char.ToUpperInvariant(text[at])))
                (next, at) = (next + 1, at + 1);
            else if (lastPercent >= 0)
                (next, at, resume) = (lastPercent + 1, resume + 1, resume + 1);
            else
                return false;
        }

        return pattern.AsSpan(next).TrimStart('%').IsEmpty;
    }
}
