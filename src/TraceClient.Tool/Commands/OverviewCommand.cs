namespace TraceClient.Tool;

/// <summary>The overview that <c>tracectl</c> shows without a command: the sources, their newest traces and what to do next.</summary>
internal sealed class OverviewCommand() : ToolCommand("overview", "Show the configured sources and their newest traces.")
{
    private const int Traces = 5;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var screen = context.Screen;
        var usesConfiguration = !context.Arguments.GetValue(GlobalOptions.Demo)
            && context.Arguments.GetValue(GlobalOptions.File) is not { Length: > 0 }
            && context.Arguments.GetValue(GlobalOptions.Store) is null;
        if (usesConfiguration && ToolConfiguration.Read(context.Arguments, context.Messages).Sources is var sources)
        {
            var configured = sources.Where(source => source.IsConfigured).Select(source => $"{source.Name} ({source.Level})").ToList();
            if (configured.Count == 0)
            {
                screen.Line("No source is configured.");
                WriteNext(screen, ("tracectl list --demo", "list simulated traces, without a token"),
                    ("tracectl config init", "create a configuration file for your tokens"), ("tracectl --help", "show all commands"));
                return ExitCodes.Ok;
            }

            screen.Line(("Sources: ", Styles.Dim), (string.Join(", ", configured), Styles.Plain));
            screen.Line();
        }

        var host = await context.OpenAsync(cancellationToken);
        var selection = new SummarySelection(host.Client, new TraceQuery { Limit = Traces }, Traces, SummaryOrder.Newest);
        var listed = new List<TraceReference>();
        using (var table = SummaryOutput.TableOf(context, [.. host.Client.Sources.Select(source => source.Name)]))
        {
            await foreach (var trace in selection.ReadAsync(cancellationToken))
            {
                listed.Add(trace.Reference);
                table.Write(trace);
            }

            table.Finish();
        }

        if (listed.Count > 0)
            host.LastList.Write(listed);
        else if (selection.IsEmpty)
            screen.Line("No traces found.");
        var options = context.Arguments.GetValue(GlobalOptions.Demo) ? " --demo" : "";
        WriteNext(screen, ($"tracectl show @1{options}", "show the first of these traces as a tree"),
            ($"tracectl list --errors{options}", "list the failed traces"), ("tracectl --help", "show all commands"));
        await context.FlushAsync();
        return SourceFailureReport.Write(context, selection.Failures);
    }

    private static void WriteNext(Screen screen, params IReadOnlyList<(string Command, string Description)> next)
    {
        screen.Line();
        var width = next.Max(one => one.Command.Length);
        foreach (var (command, description) in next)
            screen.Line(($"  {command.PadRight(width)}  ", Styles.Accent), (description, Styles.Dim));
    }
}
