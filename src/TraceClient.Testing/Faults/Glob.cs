namespace TraceClient.Testing;

/// <summary>Matches path patterns: <c>*</c> is any text without a slash, <c>**</c> any text.</summary>
internal static class Glob
{
    public static bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<char> glob)
    {
        while (true)
        {
            if (glob.IsEmpty)
                return text.IsEmpty;
            if (glob[0] == '*')
                break;
            if (text.IsEmpty || text[0] != glob[0])
                return false;
            text = text[1..];
            glob = glob[1..];
        }

        var isDeep = glob.StartsWith("**");
        var rest = glob[(isDeep ? 2 : 1)..];
        for (var taken = 0; taken <= text.Length; taken++)
        {
            if (Matches(text[taken..], rest))
                return true;
            if (taken < text.Length && !isDeep && text[taken] == '/')
                return false;
        }

        return false;
    }
}
