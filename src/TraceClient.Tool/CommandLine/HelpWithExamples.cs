using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TraceClient.Tool;

/// <summary>The usual help, with the examples of the command below it.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var help = new HelpWithExamples((HelpAction)option.Action!);
        option.Action = help;
        ShowForGroups(root, help);
    }

    // A command that only holds others says which ones, instead of that one is missing.
    private static void ShowForGroups(Command command, HelpWithExamples help)
    {
        if (command.Action is null)
            command.SetAction(help.Invoke);
        foreach (var below in command.Subcommands)
            ShowForGroups(below, help);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ToolCommand { Examples: [_, ..] examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }

        return code;
    }
}
