namespace TraceClient.Http;

/// <summary>Suggests a known name for an unknown one.</summary>
internal static class NameSuggestion
{
    // The distance takes time and memory by the product of the lengths.
    private const int MaxLength = 64;

    /// <summary>Returns <c> Did you mean 'NAME'?</c> with a space in front; empty where no name resembles the word.</summary>
    public static string Of(string word, IEnumerable<string> names) => Nearest(word, names) is { } name ? $" Did you mean '{name}'?" : "";

    private static string? Nearest(string word, IEnumerable<string> names) => word.Length > MaxLength ? null : names
        .Where(name => name.Length > 2)
        .Select(name => (Name: name, Distance: name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            ? 0
            : Distance(word.ToUpperInvariant(), name.ToUpperInvariant())))
        .Where(one => one.Distance <= Math.Max(1, one.Name.Length / 3))
        .OrderBy(one => one.Distance)
        .FirstOrDefault().Name;

    // Damerau-Levenshtein distance.
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var changed = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(changed, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], 1 + rows[i - 2, j - 2]);
            }
        }

        return rows[left.Length, right.Length];
    }
}
