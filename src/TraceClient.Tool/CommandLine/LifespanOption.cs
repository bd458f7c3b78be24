using System.CommandLine;
using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary>A length of time as Calyptia writes it: <c>10m</c>, <c>1h30m</c>.</summary>
internal static class LifespanOption
{
    public static Option<CalyptiaLifespan> Make(string name, string description, TimeSpan otherwise) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        DefaultValueFactory = _ => new CalyptiaLifespan(otherwise),
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (CalyptiaLifespan.TryParse(text, out var lifespan) && lifespan.Duration > TimeSpan.Zero)
                return lifespan;
            argument.AddError($"'{TerminalText.OneLine(text)}' is no length of time: write 90s, 10m or 1h30m.");
            return default;
        },
    };
}
