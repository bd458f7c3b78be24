using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TraceClient.Tool;

/// <summary>Writes the help of the command that was specified.</summary>
internal sealed class HelpWriter : SynchronousCommandLineAction
{
    private const int MaxWidth = 120;

    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root)
    {
        var help = new HelpWriter();
        root.Options.OfType<HelpOption>().Single().Action = help;
        ShowForGroups(root, help);
    }

    // A command that only has subcommands shows its help instead of an error.
    private static void ShowForGroups(Command command, HelpWriter help)
    {
        if (command.Action is null)
            command.SetAction(help.Invoke);
        foreach (var below in command.Subcommands)
            ShowForGroups(below, help);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var width = TerminalWidth.Of(isTerminal: !Console.IsOutputRedirected);
        new HelpText(parseResult.InvocationConfiguration.Output, Math.Min(width, MaxWidth)).Write(parseResult.CommandResult.Command);
        return ExitCodes.Ok;
    }
}
