using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>A command's place among the others.</summary>
internal static class CommandExtensions
{
    /// <summary>The command as it is typed: <c>tracectl calyptia session start</c>.</summary>
    public static string FullName(this Command command) =>
        string.Join(' ', command.Line().Reverse().Select(one => one is RootCommand ? "tracectl" : one.Name));

    /// <summary>The options that can be typed behind a command: its own, and those above it that are for all.</summary>
    public static IEnumerable<Option> OptionsInReach(this Command command) =>
        command.Line().SelectMany(one => one.Options.Where(option => one == command || option.Recursive));

    private static IEnumerable<Command> Line(this Command command)
    {
        for (var one = command; one is not null; one = one.Parents.OfType<Command>().FirstOrDefault())
            yield return one;
    }
}
