using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Creates <c>--limit</c>: a number, or 0 for no limit.</summary>
internal static class LimitOption
{
    public static Option<int> Create(string description, int defaultLimit)
    {
        var option = new Option<int>("--limit", "-n")
        {
            Description = $"{description} The default is {defaultLimit}.",
            HelpName = "COUNT",
            DefaultValueFactory = _ => defaultLimit,
        };
        RequireNonNegative(option);
        return option;
    }

    /// <summary>Adds a validator that rejects negative numbers.</summary>
    public static void RequireNonNegative(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: ['-', ..] }, ..])
            result.AddError($"Invalid value for {option.Name}. Use a number of 0 or more.");
    });

    /// <summary>Returns the limit; <see cref="int.MaxValue"/> for none.</summary>
    public static int Of(ParseResult parsed, Option<int> option) =>
        parsed.GetRequiredValue(option) is var count and > 0 ? count : int.MaxValue;
}

/// <summary>Creates options for integers within a range.</summary>
internal static class NumberOption
{
    public static Option<int?> Create(string name, string description, int min, int max = int.MaxValue)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "NUMBER" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(
                text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (number < min || number > max))
            {
                var range = max == int.MaxValue ? $"of {min} or more" : $"from {min} to {max}";
                result.AddError($"Invalid value for {name}. Use a number {range}.");
            }
        });
        return option;
    }
}
