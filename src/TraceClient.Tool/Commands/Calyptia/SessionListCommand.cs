using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl calyptia session list</c>.</summary>
internal sealed class SessionListCommand : PipelineCommand
{
    private readonly Option<int> _limit = LimitOption.Create("Maximum number of sessions; 0 for all.", defaultLimit: 20);

    public SessionListCommand()
        : base("list", "List the trace sessions of a pipeline, newest first.", "tracectl calyptia session list orders",
            "tracectl calyptia session list orders --demo") =>
        Options.Add(_limit);

    protected override async Task<int> RunAsync(CommandContext context, PipelineSessions sessions, CancellationToken cancellationToken)
    {
        var limit = LimitOption.Of(context.Arguments, _limit);
        var shown = new List<PipelineSession>();
        var isCut = false;
        await foreach (var session in sessions.ListAsync(cancellationToken))
        {
            isCut = shown.Count == limit;
            if (isCut)
                break;
            shown.Add(session);
        }

        SessionOutput.WriteList(context, shown);
        await context.FlushAsync();
        if (isCut)
            context.Messages.Info($"Showing the newest {shown.Count} sessions. Use --limit 0 to show all.");
        else if (shown.Count == 0)
            context.Messages.Info(
                $"Pipeline {sessions.Pipeline.DisplayName} has no trace sessions. "
                    + $"Try: tracectl calyptia session start {sessions.Pipeline.DisplayName}");
        return ExitCodes.Ok;
    }
}
