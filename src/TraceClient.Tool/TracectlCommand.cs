using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Represents the root command with all commands and common options.</summary>
internal sealed class TracectlCommand : RootCommand
{
    // @1 is a row of the last list, and no file with arguments.
    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null };

    public TracectlCommand()
        : base("Read traces of Calyptia Core, Kubiya and Galtea.")
    {
        foreach (var option in GlobalOptions.All)
            Options.Add(option);
        foreach (var option in ConnectionOptions.All)
            Options.Add(option);
        Add(new ListCommand());
        Add(new ShowCommand());
        Add(new RecordsCommand());
        Add(new FollowCommand());
        Add(new StatsCommand());
        Add(new ViewCommand());
        Add(new ExportCommand());
        Add(new ImportCommand());
        Add(new DoctorCommand());
        Add(new ConfigCommand());
        Add(new SimulateCommand());
        Add(new CalyptiaCommand());
        Add(new CompletionCommand());
        Add(new CompleteCommand());
        Add(new HelpCommand());
        HelpWithExamples.AddTo(this);
    }

    /// <summary>Parses a command line.</summary>
    public static ParseResult Parse(Command root, IReadOnlyList<string> arguments) => root.Parse(arguments, Configuration);
}
