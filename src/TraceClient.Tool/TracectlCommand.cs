using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>All commands, and the options that every one of them takes.</summary>
internal sealed class TracectlCommand : RootCommand
{
    public TracectlCommand()
        : base("Reads the traces of Calyptia Core, Kubiya and Galtea.")
    {
        foreach (var option in GlobalOptions.All)
            Options.Add(option);
        foreach (var option in AccessOptions.All)
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
}
