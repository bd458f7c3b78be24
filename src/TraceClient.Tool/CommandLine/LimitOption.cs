using System.CommandLine;
using System.CommandLine.Parsing;

namespace TraceClient.Tool;

/// <summary>Creates <c>--limit</c>: a number, or 0 for no limit.</summary>
internal static class LimitOption
{
    public static Option<int> Create(string description, int defaultLimit) => new("--limit", "-n")
    {
        Description = $"{description} The default is {defaultLimit}.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => defaultLimit,
        CustomParser = Parse,
    };

    /// <summary>Creates the option without a limit as its default, so that it can be seen whether it was specified.</summary>
    public static Option<int> Create(string description) => new("--limit", "-n")
    {
        Description = $"{description} The default is 0.",
        HelpName = "COUNT",
        CustomParser = Parse,
    };

    /// <summary>Parses a number of 0 or more.</summary>
    public static int Parse(ArgumentResult argument) => NumberOption.Parse(argument, min: 0) ?? 0;

    /// <summary>Returns the limit; <see cref="int.MaxValue"/> for none.</summary>
    public static int Of(ParseResult parsed, Option<int> option) =>
        parsed.GetValue(option) is var count and > 0 ? count : int.MaxValue;
}

/// <summary>Creates options for integers within a range.</summary>
internal static class NumberOption
{
    public static Option<int?> Create(string name, string description, int min, int max = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = argument => Parse(argument, min, max),
    };

    /// <summary>Parses a number within a range.</summary>
    public static int? Parse(ArgumentResult argument, int min, int max = int.MaxValue)
    {
        if (int.TryParse(argument.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
        {
            return number;
        }

        var isOpen = max == int.MaxValue && min >= 0;
        argument.AddError(InvalidValue.Describe(argument, string.Create(
            CultureInfo.InvariantCulture, $"a number {(isOpen ? $"of {min} or more" : $"from {min} to {max}")}")));
        return null;
    }
}
