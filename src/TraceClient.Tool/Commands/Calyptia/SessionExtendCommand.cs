using System.CommandLine;
using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary><c>tracectl calyptia session extend</c>: lets the active trace session last longer.</summary>
internal sealed class SessionExtendCommand : PipelineCommand
{
    private readonly Option<CalyptiaLifespan> _by =
        LifespanOption.Make("--by", "How much longer: 90s, 10m, 1h30m. If left out, 10 minutes.", TimeSpan.FromMinutes(10));

    public SessionExtendCommand()
        : base(
            "extend",
            "Let the active trace session of a pipeline last longer.",
            "tracectl calyptia session extend orders",
            "tracectl calyptia session extend orders --by 1h") => Options.Add(_by);

    protected override async Task<int> RunAsync(CommandContext context, PipelineSessions sessions, CancellationToken cancellationToken)
    {
        var active = await sessions.ActiveAsync(cancellationToken);
        var by = context.Arguments.GetValue(_by);
        if (active.Lifespan.Duration is not { } lifespan)
            throw new TraceFormatException($"calyptia: the lifespan of trace session {active.Id} is no duration.")
            {
                SourceName =
                SourceNames.Calyptia
            };

        var session = await sessions.ChangeAsync(active, lifespan + by.Duration!.Value, cancellationToken);
        SessionOutput.WriteDone(
            context, session,
            $"Trace session {session.Id} on pipeline {sessions.Pipeline.Typed} was extended by "
            + $"{by}; it ends at {ValueText.Of(session.Ends)}.");
        return ExitCodes.Ok;
    }
}
