using System.CommandLine;
using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl calyptia session extend</c>.</summary>
internal sealed class SessionExtendCommand : PipelineCommand
{
    private readonly Option<CalyptiaLifespan> _by =
        LifespanOption.Create("--by", "Time to add, such as 90s, 10m or 1h30m.", TimeSpan.FromMinutes(10));

    public SessionExtendCommand()
        : base(
            "extend",
            "Extend the active trace session of a pipeline.",
            "tracectl calyptia session extend orders",
            "tracectl calyptia session extend orders --by 1h") => Options.Add(_by);

    protected override async Task<int> RunAsync(CommandContext context, PipelineSessions sessions, CancellationToken cancellationToken)
    {
        var active = await sessions.GetActiveAsync(cancellationToken);
        var by = context.Arguments.GetValue(_by);
        if (active.Lifespan.Duration is not { } lifespan)
        {
            throw new TraceFormatException($"calyptia: The lifespan of trace session {active.Id} is not a valid duration.")
            {
                SourceName = SourceNames.Calyptia,
            };
        }

        var session = await sessions.UpdateAsync(active, lifespan + by.Duration!.Value, cancellationToken);
        SessionOutput.WriteResult(
            context, session,
            $"Extended trace session {session.Id} of pipeline {sessions.Pipeline.DisplayName} by {by}. "
            + $"It ends at {ValueText.Of(session.EndsAt)}.");
        return ExitCodes.Ok;
    }
}
