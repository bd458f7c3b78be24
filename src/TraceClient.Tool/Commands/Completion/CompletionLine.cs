using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace TraceClient.Tool;

/// <summary>Represents a command line up to the cursor, and the completions for it.</summary>
internal sealed class CompletionLine
{
    // Options and arguments with one of these names in the help take a file.
    private static readonly string[] FileNames = ["FILE", "PATH", "FILE|URL", "SOURCE=PATH", "COMMAND"];

    private readonly Command _command;
    private readonly Symbol? _valueOf;
    private readonly string _prefix = "";

    /// <summary>Initializes a new instance of the <see cref="CompletionLine"/> class.</summary>
    /// <param name="root">The root command.</param>
    /// <param name="line">The command line. Its last word is the one to complete; it is empty after a space.</param>
    public CompletionLine(RootCommand root, string line)
    {
        var words = CommandLineParser.SplitCommandLine(line).Skip(1).ToList();
        if (words.Count > 0 && line is not [.., ' '])
        {
            Word = words[^1];
            words.RemoveAt(words.Count - 1);
        }

        Words = words;
        _command = root;
        var arguments = 0;
        foreach (var word in words)
        {
            if (_valueOf is Option)
                _valueOf = null;
            else if (word is ['-', ..])
                _valueOf = OptionOf(word);
            else if (_command.Subcommands.FirstOrDefault(below => below.Name == word) is { } below)
                _command = below is HelpCommand ? root : below;
            else
                arguments++;
        }

        if (_valueOf is null && Word is ['-', '-', ..] && Word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
        {
            _prefix = Word[..(equals + 1)];
            _valueOf = OptionOf(Word[..equals]);
        }

        if (_valueOf is null && Word is not ['-', ..])
            _valueOf = _command.Arguments.FirstOrDefault(argument => (arguments -= argument.Arity.MaximumNumberOfValues) < 0);
    }

    /// <summary>Gets the words before the one to complete.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Gets the beginning of the word to complete.</summary>
    public string Word { get; } = "";

    /// <summary>Gets a value that indicates whether the word can be a trace.</summary>
    public bool TakesTrace => _valueOf is Argument { Name: "REF" };

    /// <summary>Gets a value that indicates whether the word can be a file.</summary>
    public bool TakesFile => _valueOf switch
    {
        Option { HelpName: "SOURCE=PATH" } => Word.Contains('=', StringComparison.Ordinal),
        Option option => FileNames.Contains(option.HelpName),
        Argument argument => FileNames.Contains(argument.Name),
        _ => false,
    };

    /// <summary>Gets the completions, except for traces.</summary>
    public IEnumerable<CompletionItem> Items =>
        TakesFile ? [] : Candidates().Where(item => item.Label.StartsWith(Word, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<CompletionItem> Candidates() => _valueOf switch
    {
        null when Word is ['-', ..] => _command.AvailableOptions().Where(option => !option.Hidden)
            .Select(option => new CompletionItem(option.Name, detail: FirstSentence(option.Description))),
        null => CommandNames(),
        Option => ValuesOf(_valueOf),
        _ => [.. CommandNames(), .. TakesTrace
            ? SettingNames.SourceNames.Select(name => new CompletionItem(name, detail: "The newest trace"))
            : ValuesOf(_valueOf)],
    };

    private IEnumerable<CompletionItem> CommandNames() =>
        _command.Subcommands.Where(below => !below.Hidden)
            .Select(below => new CompletionItem(below.Name, detail: FirstSentence(below.Description)));

    private IEnumerable<CompletionItem> ValuesOf(Symbol symbol) =>
        symbol.GetCompletions(CompletionContext.Empty).Select(item => new CompletionItem(_prefix + item.Label, detail: item.Detail));

    // Options without a value are not followed by one.
    private Option? OptionOf(string word) => _command.AvailableOptions().FirstOrDefault(option =>
        (option.Name == word || option.Aliases.Contains(word)) && option.Arity.MinimumNumberOfValues > 0);

    private static string? FirstSentence(string? text) => text?.Split(". ")[0].TrimEnd('.');
}
