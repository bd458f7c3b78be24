using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Represents the root command with commands and common options.</summary>
internal sealed class TracectlCommand : RootCommand
{
    // @1 is a row of the last list, and no file with arguments.
    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null };

    /// <summary>Initializes a new instance of the <see cref="TracectlCommand"/> class.</summary>
    /// <param name="arguments">The command line, which decides on the commands that are created.</param>
    public TracectlCommand(IReadOnlyList<string> arguments)
        : base("Read traces of Calyptia Core, Kubiya and Galtea.")
    {
        foreach (var option in GlobalOptions.All)
            Options.Add(option);
        foreach (var option in ConnectionOptions.All)
            Options.Add(option);
        foreach (var command in CommandGroups.CreateFor(arguments))
            Add(command);
        SetAction((parsed, cancellationToken) => new OverviewCommand().InvokeAsync(parsed, cancellationToken));
        HelpWriter.AddTo(this);
    }

    /// <summary>Parses a command line.</summary>
    public static ParseResult Parse(Command root, IReadOnlyList<string> arguments) => root.Parse(arguments, Configuration);
}
