using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Provides the commands of the program in groups, in the order of the help.</summary>
/// <remarks>A command is created when it is needed: the options of all of them take a good part of a short run.</remarks>
internal static class CommandGroups
{
    /// <summary>Gets the groups.</summary>
    public static IReadOnlyList<CommandGroup> All { get; } =
    [
        new("See traces",
        [
            new("list", "List the traces of all sources, newest first.",
                static () => new ListCommand()),
            new("show", "Show a trace as a tree of spans with bars on a time axis.",
                static () => new ShowCommand()),
            new("records", "Show the inputs, outputs and log records of a trace; for a pipeline, what each filter changed.",
                static () => new RecordsCommand()),
            new("follow", "Follow a trace until it ends, or all new traces until Ctrl-C.",
                static () => new FollowCommand()),
            new("stats", "Show counts, error rates and durations of traces, and the slowest traces.",
                static () => new StatsCommand()),
            new("diff", "Compare two traces: added, removed, moved and changed spans, durations, tokens and costs.",
                static () => new DiffCommand()),
            new("assert", "Check traces against a policy. The exit code is 1 if one violates it.",
                static () => new AssertCommand()),
            new("view", "Open a trace in the browser as one HTML file with timeline, conversation, "
                + "records and summary; two traces also side by side.",
                static () => new ViewCommand()),
            new("serve", "Serve a local web page that lists the traces of all sources, opens them and follows changes.",
                static () => new ServeCommand()),
            new("mcp", "Serve the traces to a coding agent as an MCP server.",
                static () => new McpCommand()),
        ]),
        new("Keep traces",
        [
            new("sync", "Copy new and grown traces of all sources to a store, to search them with --find and SQL.",
                static () => new SyncCommand()),
            new("sql", "Query a store in SQL: the views traces, spans and records, with p50(), p90(), p95() and p99().",
                static () => new SqlCommand()),
            new("store", "Show what a store has, and delete traces from it.",
                static () => new StoreCommand()),
        ]),
        new("Move traces",
        [
            new("export", "Export traces as OTLP, CSV or HTML, or send them to a collector.",
                static () => new ExportCommand()),
            new("import", "Summarize trace files, and convert them to one file.",
                static () => new ImportCommand()),
        ]),
        new("Set up",
        [
            new("doctor", "Check the configuration, connection and token of each source, and suggest fixes.",
                static () => new DoctorCommand()),
            new("config", "Show the settings, their origins, and which of them are overridden. Tokens are masked.",
                static () => new ConfigCommand()),
            new("simulate", "Simulate Calyptia Core, Kubiya and Galtea on a local port, and print the environment variables for clients.",
                static () => new SimulateCommand()),
            new("calyptia", "Manage Calyptia Core.",
                static () => new CalyptiaCommand()),
            new("completion", "Generate a shell script that completes commands, options, files and traces.",
                static () => new CompletionCommand()),
            new("help", "Show the help for a command.",
                static () => new HelpCommand()),
        ]),
    ];

    /// <summary>Creates the commands that a command line can mean: those that it names, or all if it has other words.</summary>
    public static IEnumerable<Command> CreateFor(IReadOnlyList<string> arguments)
    {
        var isWhole = arguments.Contains(HelpCommand.CommandName, StringComparer.Ordinal)
            || arguments.Contains(CompletionScripts.Command, StringComparer.Ordinal);
        var named = new List<Command>();
        foreach (var group in All)
        {
            foreach (var command in group.Commands)
            {
                if (isWhole || arguments.Contains(command.Name, StringComparer.Ordinal))
                    named.Add(command.Create());
            }
        }

        if (isWhole)
            named.Add(new CompleteCommand());
        // An unknown word needs all commands, for a suggestion.
        return named.Count == 0 && arguments.Any(argument => argument is not ['-', ..]) ? CreateFor([HelpCommand.CommandName]) : named;
    }
}

/// <summary>Represents a group of commands.</summary>
internal sealed record CommandGroup(string Title, IReadOnlyList<CommandEntry> Commands);

/// <summary>Represents a command that need not have been created.</summary>
internal sealed record CommandEntry(string Name, string Description, Func<Command> Create);
