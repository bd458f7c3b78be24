namespace TraceClient.Tool;

/// <summary>Examines one source by itself, so that another one's faults do not get in the way.</summary>
internal static class SourceExamination
{
    // One look is enough, and somebody waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<SourceFinding> RunAsync(SourceSettings source, CancellationToken cancellationToken)
    {
        try
        {
            var options = ToolOptions.Of(source);
            if (!source.IsConfigured)
                return new SourceFinding(source, FindingStage.NotConfigured);
            Hurry(options.Calyptia, options.Kubiya, options.Galtea);
            await using var client = TraceClients.Create(used => (used.Calyptia, used.Kubiya, used.Galtea) = (options.Calyptia, options.Kubiya, options.Galtea));
            var health = (await client.CheckAsync(cancellationToken)).Single();
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

    private static void Hurry(params ReadOnlySpan<TraceSourceOptions> sources)
    {
        foreach (var source in sources)
        {
            source.Resilience.MaxRetries = 0;
            if (source.Resilience.AttemptTimeout == TimeSpan.Zero || source.Resilience.AttemptTimeout > Patience)
                source.Resilience.AttemptTimeout = Patience;
        }
    }

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
