using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Writes the help of a command: its description, examples, usage, commands, options and output formats.</summary>
internal sealed class HelpText(TextWriter output, int width)
{
    private const int MaxLabel = 28;

    private static readonly string[] RootExamples =
    [
        "tracectl list --demo                  # simulated traces, without a token",
        "tracectl list --since 2h --errors     # the failed traces of the last two hours",
        "tracectl show @1                      # the first trace of the last list, as a tree",
        "tracectl view kubiya                  # the newest trace of Kubiya, in the browser",
    ];

    public void Write(Command command)
    {
        Paragraph(command.Description ?? "");
        Examples(command is RootCommand ? RootExamples : (command as ToolCommand)?.Examples ?? []);
        Section("Usage:", [UsageOf(command)]);
        if (command is RootCommand)
            Groups();
        else
            Table("Commands:", [.. command.Subcommands.Where(below => !below.Hidden).Select(Row)]);
        Table("Arguments:", [.. command.Arguments.Where(argument => !argument.Hidden)
            .Select(argument => (argument.Name, argument.Description ?? ""))]);
        Table("Options:", [.. command.Options.Where(IsOwn).Select(Row)]);
        if (command is ToolCommand tool)
            Table("Output:", [.. tool.FormatDescriptions]);
        Common(command);
    }

    private void Groups()
    {
        foreach (var group in CommandGroups.All)
            Table($"{group.Title}:", [.. group.Commands.Select(command => (command.Name, command.Description))]);
    }

    // The options of all commands are described once, and elsewhere named in one line.
    private void Common(Command command)
    {
        if (command is RootCommand root)
            Table("Common options:",
                [.. root.Options.Where(option => !ConnectionOptions.All.Contains(option) && !option.Hidden).Select(Row)]);
        else
            Labeled("Common options:", GlobalOptions.All, " See: tracectl --help");
        if (command is ConfigCommand)
            Table("Connection options:", [.. ConnectionOptions.All.Select(Row)]);
        else
            Labeled("Connection options:", ConnectionOptions.All, " See: tracectl config --help");
    }

    private void Labeled(string heading, IEnumerable<Option> options, string see) =>
        output.WriteLine($"{heading} {string.Join(", ", options.Select(option => option.Name))}.{see}");

    private static bool IsOwn(Option option) =>
        !option.Hidden && !GlobalOptions.All.Contains(option) && !ConnectionOptions.All.Contains(option)
        && option is not System.CommandLine.Help.HelpOption and not VersionOption;

    private static (string, string) Row(Command command) => (command.Name, command.Description ?? "");

    private static (string, string) Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias is ['-', not '-' and not '?', ..]).Append(option.Name));
        return (option.HelpName is { Length: > 0 } value ? $"{names} {value}" : names, option.Description ?? "");
    }

    private static string UsageOf(Command command)
    {
        var arguments = command.Arguments.Where(argument => !argument.Hidden).Select(argument =>
        {
            var name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
            return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
        });
        var commands = command is RootCommand || command.Subcommands.Count > 0 ? ["COMMAND"] : Array.Empty<string>();
        return string.Join(' ', [command.FullName(), .. commands, .. arguments, "[options]"]);
    }

    private void Examples(IReadOnlyList<string> lines) => Section("Examples:", lines);

    private void Section(string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        output.WriteLine(heading);
        foreach (var line in lines)
            output.WriteLine($"  {line}");
        output.WriteLine();
    }

    private void Paragraph(string text)
    {
        foreach (var line in Wrap(text, width))
            output.WriteLine(line);
        output.WriteLine();
    }

    private void Table(string heading, IReadOnlyList<(string Label, string Text)> rows)
    {
        if (rows.Count == 0)
            return;
        output.WriteLine(heading);
        var labels = Math.Min(MaxLabel, rows.Max(row => row.Label.Length));
        foreach (var (label, text) in rows)
        {
            var start = $"  {label.PadRight(labels)}  ";
            if (label.Length > labels)
            {
                output.WriteLine($"  {label}");
                start = new string(' ', labels + 4);
            }

            foreach (var line in Wrap(text, Math.Max(20, width - labels - 4)))
            {
                output.WriteLine((start + line).TrimEnd());
                start = new string(' ', labels + 4);
            }
        }

        output.WriteLine();
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            var end = text.LastIndexOf(' ', width);
            if (end <= 0)
                end = text.IndexOf(' ', StringComparison.Ordinal);
            if (end <= 0)
                break;
            yield return text[..end];
            text = text[(end + 1)..];
        }

        yield return text;
    }
}
