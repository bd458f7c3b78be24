using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TraceClient.Tool;

/// <summary>Writes the default help of a command, followed by its output formats and examples.</summary>
internal sealed class HelpWithExamples(HelpAction defaultHelp) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var help = new HelpWithExamples((HelpAction)option.Action!);
        option.Action = help;
        ShowForGroups(root, help);
    }

    // A command that only has subcommands shows its help instead of an error.
    private static void ShowForGroups(Command command, HelpWithExamples help)
    {
        if (command.Action is null)
            command.SetAction(help.Invoke);
        foreach (var below in command.Subcommands)
            ShowForGroups(below, help);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = defaultHelp.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ToolCommand command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            WriteSection(output, "Output:", [.. command.FormatDescriptions.Select(line => $"{line.Format,-11}  {line.Output}")]);
            WriteSection(output, "Examples:", command.Examples);
        }

        return code;
    }

    private static void WriteSection(TextWriter output, string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        output.WriteLine(heading);
        foreach (var line in lines)
            output.WriteLine($"  {line}");
        output.WriteLine();
    }
}
