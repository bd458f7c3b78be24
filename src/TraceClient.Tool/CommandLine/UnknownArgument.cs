using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Describes an unknown command, option or argument, with a suggestion.</summary>
internal static class UnknownArgument
{
    public static string Describe(string word, Command command)
    {
        var path = command.FullName();
        if (word is ['-', ..])
        {
            // The value after the equals sign can be a token.
            var name = TerminalText.OneLine(word.Split('=')[0]);
            var names = command.AvailableOptions().Where(option => !option.Hidden)
                .SelectMany(option => option.Aliases.Prepend(option.Name));
            return $"Unknown option '{name}' of {path}.{Suggest(name, names)}";
        }

        var text = TerminalText.OneLine(word);
        return command.Subcommands.Count > 0
            ? $"Unknown command '{text}'{(command is RootCommand ? "" : $" of {path}")}."
                + Suggest(text, command.Subcommands.Where(below => !below.Hidden).Select(below => below.Name))
            : $"Unexpected argument '{text}' for {path}.";
    }

    private static string Suggest(string word, IEnumerable<string> names)
    {
        var nearest = names
            .Where(name => name.Length > 2)
            .Select(name => (Name: name,
                Distance: name.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(word.ToLowerInvariant(), name)))
            .Where(one => one.Distance <= Math.Max(1, one.Name.Length / 3))
            .OrderBy(one => one.Distance)
            .FirstOrDefault();
        return nearest.Name is null ? "" : $" Did you mean '{nearest.Name}'?";
    }

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
