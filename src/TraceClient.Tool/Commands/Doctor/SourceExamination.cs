using Microsoft.Extensions.DependencyInjection;

namespace TraceClient.Tool;

/// <summary>Examines one source by itself, so that another one's faults do not get in the way.</summary>
internal static class SourceExamination
{
    // One attempt is enough, and somebody waits for it: 15 s at most, of which an error's body may take the last 5.
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    public static async Task<SourceFinding> RunAsync(SourceSettings source, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        try
        {
            var options = ToolOptions.Of(source);
            if (!source.IsConfigured)
                return new SourceFinding(source, FindingStage.NotConfigured);
            foreach (var one in new TraceSourceOptions[] { options.Calyptia, options.Kubiya, options.Galtea })
                Limit(one.Resilience);
            await using var client = TraceClients.Create(
                used => (used.Calyptia, used.Kubiya, used.Galtea) = (options.Calyptia, options.Kubiya, options.Galtea),
                builder => builder.Services.AddSingleton(timeProvider));
            var health = (await client.CheckHealthAsync(cancellationToken)).Single();
            return new SourceFinding(source, StageOf(health.Stage))
            {
                Address = health.Error?.RequestUri?.GetLeftPart(UriPartial.Authority) ?? source.Find(SettingNames.Address)?.Shown,
                Latency = health.Latency,
                Error = health.Error is { } error ? WithHint(ErrorReport.Of(error), source) : null,
            };
        }
        catch (ConfigurationException exception)
        {
            return new SourceFinding(source, FindingStage.Misconfigured) { Error = ErrorReport.Of(exception) };
        }
    }

    /// <summary>Lowers the times of a source to those of an examination.</summary>
    internal static void Limit(ResilienceOptions options)
    {
        options.MaxRetries = 0;
        options.AttemptTimeout = Least(options.AttemptTimeout, LongestAttempt);
        options.BodyIdleTimeout = Least(options.BodyIdleTimeout, LongestSilence);
        options.TotalTimeout = Least(options.TotalTimeout, LongestAttempt + LongestSilence);
    }

    private static TimeSpan Least(TimeSpan set, TimeSpan most) => set == TimeSpan.Zero || set > most ? most : set;

    private static FindingStage StageOf(SourceHealthStage stage) => stage switch
    {
        SourceHealthStage.Unreachable => FindingStage.Unreachable,
        SourceHealthStage.Reachable => FindingStage.Reachable,
        SourceHealthStage.Authenticated => FindingStage.Authenticated,
        _ => FindingStage.Healthy,
    };

    private static ErrorReport WithHint(ErrorReport error, SourceSettings source) => error with
    {
        Hint = error.ExitCode switch
        {
            ExitCodes.Authentication => AccessHints.ToReplaceToken(source),
            ExitCodes.Network => AccessHints.ToChangeAddress(source),
            _ => error.Hint,
        },
    };
}
