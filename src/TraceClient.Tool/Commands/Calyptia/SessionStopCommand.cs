namespace TraceClient.Tool;

/// <summary><c>tracectl calyptia session stop</c>: ends the active trace session.</summary>
internal sealed class SessionStopCommand() : PipelineCommand(
    "stop", "End the active trace session of a pipeline. Its traces stay.", "tracectl calyptia session stop orders")
{
    protected override async Task<int> RunAsync(CommandContext context, PipelineSessions sessions, CancellationToken cancellationToken)
    {
        var session = await sessions.StopAsync(cancellationToken);
        SessionOutput.WriteDone(context, session,
            $"Trace session {session.Id} on pipeline {sessions.Pipeline.Typed} was ended after {ValueText.Of(session.Lifespan.Duration)}.");
        return ExitCodes.Ok;
    }
}
