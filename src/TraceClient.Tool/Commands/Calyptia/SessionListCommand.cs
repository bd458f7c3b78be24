using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>tracectl calyptia session list</c>: the trace sessions of a pipeline.</summary>
internal sealed class SessionListCommand : PipelineCommand
{
    private readonly Option<int> _limit = LimitOption.Create("At most this many sessions; 0 for all of them.", byDefault: 20);

    public SessionListCommand()
        : base("list", "List the trace sessions of a pipeline, newest first.", "tracectl calyptia session list orders",
            "tracectl calyptia session list orders --demo") =>
        Options.Add(_limit);

    protected override async Task<int> RunAsync(CommandContext context, PipelineSessions sessions, CancellationToken cancellationToken)
    {
        var limit = LimitOption.Of(context.Arguments, _limit);
        var shown = new List<TraceSession>();
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
            context.Notices.Say($"showing {shown.Count} of more; --limit 0 shows all");
        else if (shown.Count == 0)
            context.Notices.Say(
                $"Pipeline {sessions.Pipeline.Typed} has had no trace session. Try: "
                    + $"tracectl calyptia session start {sessions.Pipeline.Typed}");
        return ExitCodes.Ok;
    }
}
