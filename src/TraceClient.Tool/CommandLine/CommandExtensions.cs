using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Extension methods for commands.</summary>
internal static class CommandExtensions
{
    /// <summary>Returns the full name of a command, such as <c>tracectl calyptia session start</c>.</summary>
    public static string FullName(this Command command) =>
        string.Join(' ', command.SelfAndParents().Reverse().Select(one => one is RootCommand ? "tracectl" : one.Name));

    /// <summary>Returns the options that a command accepts: its own and the recursive ones of its parents.</summary>
    public static IEnumerable<Option> AvailableOptions(this Command command) =>
        command.SelfAndParents().SelectMany(one => one.Options.Where(option => one == command || option.Recursive));

    private static IEnumerable<Command> SelfAndParents(this Command command)
    {
        for (var one = command; one is not null; one = one.Parents.OfType<Command>().FirstOrDefault())
            yield return one;
    }
}
