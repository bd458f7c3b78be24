using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>tracectl help list</c>: the same as <c>tracectl list --help</c>.</summary>
internal sealed class HelpCommand : ToolCommand
{
    public const string CommandName = "help";

    private readonly Argument<string[]> _names =
        new("COMMAND") { Description = "A command, and those below it.", Arity = ArgumentArity.ZeroOrMore };

    public HelpCommand()
        : base(CommandName, "Show the help of a command.", "tracectl help list", "tracectl help calyptia session start") =>
            Arguments.Add(_names);

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        string[] names = context.Arguments.GetValue(_names) ?? [];
        var root = context.Arguments.RootCommandResult.Command;
        var command = root;
        foreach (var name in names)
            command = command.Subcommands.FirstOrDefault(below => below.Name == name)
                ?? throw new UsageException(UnknownWord.Describe(name, command), "tracectl --help");
        return root.Parse([.. names, "--help"]).InvokeAsync(context.Arguments.InvocationConfiguration, cancellationToken);
    }
}
