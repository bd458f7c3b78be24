using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The traces that a command is about, as people type them.</summary>
internal static class TraceArgument
{
    /// <summary>Adds the argument to a command.</summary>
    public static Argument<string[]> AddTo(Command command)
    {
        var argument = new Argument<string[]>("REF")
        {
            Description =
                "A trace as list prints it (source:id), its id alone, or a source's name for its "
                    + "newest trace; without one the newest of all.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Arguments.Add(argument);
        return argument;
    }
}
