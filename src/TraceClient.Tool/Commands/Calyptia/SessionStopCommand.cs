namespace TraceClient.Tool;

/// <summary>The command <c>tracectl calyptia session stop</c>.</summary>
internal sealed class SessionStopCommand() : PipelineCommand(
    "stop", "Stop the active trace session of a pipeline. Its traces are kept.", "tracectl calyptia session stop orders")
{
    protected override async Task<int> RunAsync(CommandContext context, PipelineSessions sessions, CancellationToken cancellationToken)
    {
        var session = await sessions.StopAsync(cancellationToken);
        SessionOutput.WriteResult(context, session,
            $"Stopped trace session {session.Id} of pipeline {sessions.Pipeline.DisplayName} "
            + $"after {ValueText.Of(session.Lifespan.Duration)}.");
        return ExitCodes.Ok;
    }
}
