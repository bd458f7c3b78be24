using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl help</c>, which is equivalent to <c>--help</c>.</summary>
internal sealed class HelpCommand : ToolCommand
{
    public const string CommandName = "help";

    private readonly Argument<string[]> _names =
        new("COMMAND") { Description = "Name of a command, and of its subcommands.", Arity = ArgumentArity.ZeroOrMore };

    public HelpCommand()
        : base(CommandName, "Show the help for a command.", "tracectl help list", "tracectl help calyptia session start") =>
            Arguments.Add(_names);

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        string[] names = context.Arguments.GetValue(_names) ?? [];
        var root = context.Arguments.RootCommandResult.Command;
        var command = root;
        foreach (var name in names)
            command = command.Subcommands.FirstOrDefault(below => below.Name == name)
                ?? throw new UsageException(UnknownArgument.Describe(name, command), "tracectl --help");
        return TracectlCommand.Parse(root, [.. names, "--help"]).InvokeAsync(context.Arguments.InvocationConfiguration, cancellationToken);
    }
}
