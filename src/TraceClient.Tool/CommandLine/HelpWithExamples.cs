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
        if (parseResult.CommandResult.Command is ToolCommand command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            WriteSection(output, "Output:", [.. command.OutputForms.Select(form => $"{form.Form,-11}  {form.Output}")]);
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
