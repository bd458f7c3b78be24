using System.CommandLine;
using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl calyptia session start</c>.</summary>
internal sealed class SessionStartCommand : PipelineCommand
{
    private readonly Option<string[]> _plugins = new("--plugin", "-p")
    {
        Description = "Plugin to trace, such as tail.0. Can be specified multiple times. The default is the plugins of the last session.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<CalyptiaLifespan> _lifespan = LifespanOption.Create(
        "--lifespan", "Duration of the session, such as 90s, 10m or 1h30m.", TimeSpan.FromMinutes(10));

    public SessionStartCommand()
        : base(
            "start",
            "Start a trace session of a pipeline.",
            "tracectl calyptia session start orders --plugin tail.0 --plugin grep.0 --lifespan 30m",
            "tracectl calyptia session start orders",
            "tracectl list --session $(tracectl calyptia session start orders --output json | jq -r .id)")
    {
        Options.Add(_plugins);
        Options.Add(_lifespan);
    }

    protected override async Task<int> RunAsync(CommandContext context, PipelineSessions sessions, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> plugins = context.Arguments.GetValue(_plugins) is [_, ..] given
            ? given
            : await LastPluginsAsync(sessions, cancellationToken);
        var session = await sessions.StartAsync(plugins, context.Arguments.GetValue(_lifespan), cancellationToken);

        SessionOutput.WriteResult(
            context, session,
            $"Started trace session {session.Id} of pipeline {sessions.Pipeline.DisplayName}. "
            + $"It ends at {ValueText.Of(session.EndsAt)}. Plugins: {string.Join(' ', plugins)}.");
        await context.FlushAsync();
        context.Messages.Info($"To list its traces: tracectl list --source calyptia --session {session.Id}");
        return ExitCodes.Ok;
    }

    private static async Task<IReadOnlyList<string>> LastPluginsAsync(PipelineSessions sessions, CancellationToken cancellationToken)
    {
        await foreach (var session in sessions.ListAsync(cancellationToken))
        {
            if (session.Plugins.Count > 0)
                return session.Plugins;
        }

        throw new UsageException(
            $"Pipeline {sessions.Pipeline.DisplayName} has no previous trace session with plugins. Specify the plugins to trace.",
            $"tracectl calyptia session start {sessions.Pipeline.DisplayName} --plugin tail.0");
    }
}
