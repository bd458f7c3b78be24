using System.CommandLine;
using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary><c>tracectl calyptia session start</c>: begins a trace session.</summary>
internal sealed class SessionStartCommand : PipelineCommand
{
    private readonly Option<string[]> _plugins = new("--plugin", "-p")
    {
        Description = "Trace this plugin, such as tail.0 or grep.0; may be repeated. If left out, those of the pipeline's last session.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<CalyptiaLifespan> _lifespan = LifespanOption.Make(
        "--lifespan", "How long it lasts: 90s, 10m, 1h30m. If left out, 10 minutes.", TimeSpan.FromMinutes(10));

    public SessionStartCommand()
        : base(
            "start",
            "Begin to trace a pipeline.",
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

        SessionOutput.WriteDone(
            context, session,
            $"Trace session {session.Id} began on pipeline {sessions.Pipeline.Typed}; "
            + $"it ends at {ValueText.Of(session.Ends)}. Traced: {string.Join(' ', plugins)}.");
        await context.FlushAsync();
        context.Notices.Say($"its traces: tracectl list --source calyptia --session {session.Id}");
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
            $"Which plugins? Pipeline {sessions.Pipeline.Typed} has had no trace session whose plugins could be taken.",
            $"tracectl calyptia session start {sessions.Pipeline.Typed} --plugin tail.0");
    }
}
