using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace TraceClient.Tool;

/// <summary>Describes an invalid value of an option or argument, and the values that are allowed.</summary>
internal static partial class InvalidValue
{
    /// <summary>Returns the message for a value that a parser rejects.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="allowed">What can be used instead.</param>
    public static string Describe(ArgumentResult argument, string allowed) =>
        Describe(argument.Tokens[0].Value, NameOf(argument), allowed);

    /// <summary>Returns the message for an error of the parser, whose own messages contain .NET types and several lines.</summary>
    public static string Describe(ParseError error)
    {
        if (UnknownValue().Match(error.Message) is { Success: true } match)
        {
            return Describe(
                match.Groups["value"].Value, NameOf(error.SymbolResult),
                ListOf([.. match.Groups["known"].Captures.Select(one => one.Value)]));
        }

        if (error.SymbolResult is ArgumentResult { Tokens.Count: 0, Argument: { Arity.MinimumNumberOfValues: > 0 } missing })
            return $"Missing argument {missing.Name}.";
        if (error.SymbolResult is not OptionResult { Option: { } option, Tokens: var tokens })
            return error.Message;
        if (tokens.Count == 0)
            return $"Missing value for {option.Name}. Use {AllowedBy(option)}.";
        return tokens.Count > 1 && option.Arity.MaximumNumberOfValues == 1
            ? $"{option.Name} is specified more than once. Specify it once."
            : error.Message;
    }

    /// <summary>Returns the message for a value of an option that takes none; null if there is no such value.</summary>
    // The parser would take the value for an argument, such as REF.
    public static string? OfFlag(IEnumerable<string> arguments, Command command)
    {
        foreach (var argument in arguments.TakeWhile(argument => argument != "--"))
        {
            if (argument.Split(['=', ':'], 2) is [['-', ..] name, var value] && !bool.TryParse(value, out _)
                && command.AvailableOptions().FirstOrDefault(one => one.Name == name || one.Aliases.Contains(name)) is Option<bool> flag)
                return Describe(value, flag.Name, "true or false, or the option without a value");
        }

        return null;
    }

    private static string Describe(string value, string? name, string allowed) =>
        $"Invalid value '{TerminalText.OneLine(value)}'{(name is null ? "" : $" for {name}")}. Use {allowed}.";

    private static string AllowedBy(Option option)
    {
        string[] known = [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label)];
        return known.Length > 1 && !known[0].EndsWith('=') ? ListOf(known) : $"{option.Name} {option.HelpName}";
    }

    private static string ListOf(string[] values) => $"{string.Join(", ", values.SkipLast(1))} or {values[^1]}";

    private static string? NameOf(SymbolResult? symbol) => symbol switch
    {
        OptionResult result => result.Option.Name,
        ArgumentResult { Parent: OptionResult result } => result.Option.Name,
        ArgumentResult result => result.Argument.Name,
        _ => null,
    };

    [GeneratedRegex(
        @"^Argument '(?<value>.*)' not recognized\. Must be one of:(\s+'(?<known>\w+)'){2,}\s*$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex UnknownValue();
}
