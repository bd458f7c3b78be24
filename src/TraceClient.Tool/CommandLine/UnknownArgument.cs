using System.CommandLine;
using TraceClient.Http;

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
            return $"Unknown option '{name}' of {path}.{NameSuggestion.Of(name, names)}";
        }

        var text = TerminalText.OneLine(word);
        return command.Subcommands.Count > 0
            ? $"Unknown command '{text}'{(command is RootCommand ? "" : $" of {path}")}."
                + NameSuggestion.Of(text, command.Subcommands.Where(below => !below.Hidden).Select(below => below.Name))
            : $"Unexpected argument '{text}' for {path}.";
    }
}
