using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>How many: a number, 0 for no limit.</summary>
internal static class LimitOption
{
    public static Option<int> Create(string description, int byDefault)
    {
        var option = new Option<int>("--limit", "-n")
        {
            Description = description,
            HelpName = "COUNT",
            DefaultValueFactory = _ => byDefault,
        };
        Check(option);
        return option;
    }

    /// <summary>Refuses numbers below 0.</summary>
    public static void Check(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: ['-', ..] }, ..])
            result.AddError($"{option.Name} is 0 or more.");
    });

    /// <summary>The most there may be.</summary>
    public static int Of(ParseResult parsed, Option<int> option) =>
        parsed.GetRequiredValue(option) is var count and > 0 ? count : int.MaxValue;
}
