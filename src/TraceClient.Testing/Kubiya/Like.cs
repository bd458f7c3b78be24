namespace TraceClient.Testing;

/// <summary>SQL's <c>ILIKE '%text%'</c>: <c>%</c> is any text, <c>_</c> any one character, and case does not count.</summary>
internal static class Like
{
    public static bool Contains(string text, string part)
    {
        var pattern = $"%{part}%";
        var (at, sign, lastPercent, resume) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (sign < pattern.Length && pattern[sign] == '%')
                (lastPercent, resume, sign) = (sign, at, sign + 1);
            else if (sign < pattern.Length
                && (pattern[sign] == '_' || char.ToUpperInvariant(pattern[sign]) == char.ToUpperInvariant(text[at])))
                (sign, at) = (sign + 1, at + 1);
            else if (lastPercent >= 0)
                (sign, at, resume) = (lastPercent + 1, resume + 1, resume + 1);
            else
                return false;
        }

        return pattern.AsSpan(sign).TrimStart('%').IsEmpty;
    }
}
