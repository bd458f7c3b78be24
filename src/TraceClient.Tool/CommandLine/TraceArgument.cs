using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Creates the argument <c>REF</c>.</summary>
internal static class TraceArgument
{
    /// <summary>The forms of a reference.</summary>
    public const string Forms = "Reference of a trace (source:id), whole or short (kub:1994be2); @1 for the first row of the last list; an "
        + "id; or the name of a source for its newest trace";

    /// <summary>Adds the argument to a command.</summary>
    public static Argument<string[]> AddTo(Command command)
    {
        var argument = new Argument<string[]>("REF")
        {
            Description = $"{Forms}. The default is the newest trace.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Arguments.Add(argument);
        return argument;
    }
}
