using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Creates the argument <c>REF</c>.</summary>
internal static class TraceArgument
{
    /// <summary>Adds the argument to a command.</summary>
    public static Argument<string[]> AddTo(Command command)
    {
        var argument = new Argument<string[]>("REF")
        {
            Description =
                "Reference of a trace (source:id), its id, or the name of a source for its newest trace. The default is the newest trace.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Arguments.Add(argument);
        return argument;
    }
}
