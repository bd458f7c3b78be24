using System.CommandLine;
using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary>Creates options for durations in Calyptia's format, such as <c>10m</c> or <c>1h30m</c>.</summary>
internal static class LifespanOption
{
    public static Option<CalyptiaLifespan> Create(string name, string description, TimeSpan defaultValue) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        DefaultValueFactory = _ => new CalyptiaLifespan(defaultValue),
        CustomParser = argument =>
        {
            if (CalyptiaLifespan.TryParse(argument.Tokens[0].Value, out var lifespan) && lifespan.Duration > TimeSpan.Zero)
                return lifespan;
            argument.AddError(InvalidValue.Describe(argument, "90s, 10m or 1h30m"));
            return default;
        },
    };
}
