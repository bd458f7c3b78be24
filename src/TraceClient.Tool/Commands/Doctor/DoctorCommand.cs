using System.CommandLine;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary><c>tracectl doctor</c>: how far one gets with each source, and what to set.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    private readonly Option<string[]> _sources = SourceOption.Make("Only this source: calyptia, kubiya or galtea; may be repeated.");

    public DoctorCommand()
        : base(
            "doctor",
            "Check each source: configured, reachable, authenticated, answering; and say what to set.",
            "tracectl doctor",
            "tracectl doctor --source kubiya --profile staging",
            "tracectl doctor --output json",
            "tracectl doctor --demo") => Options.Add(_sources);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var asked = context.Arguments.GetValue(_sources)!;
        await using var demo = context.Arguments.GetValue(GlobalOptions.Demo)
            ? await TraceSimulator.StartAsync(cancellationToken: cancellationToken)
            : null;
        IReadOnlyList<SourceSettings> sources = demo is null
            ? ToolConfiguration.Read(context.Arguments, context.Notices).Sources
            : DemoSettings.Of(demo);
        var findings = await Task.WhenAll(sources
            .Where(source => asked.Length == 0 || asked.Contains(source.Name, StringComparer.OrdinalIgnoreCase))
            .Select(source => SourceExamination.RunAsync(source, TimeProvider.System, cancellationToken)));

        DoctorOutput.Write(context, findings);
        return ExitCodeOf(findings, isAsked: asked.Length > 0);
    }

    // Of several failures the one that came least far decides: it is to be mended first.
    private static int ExitCodeOf(IReadOnlyList<SourceFinding> findings, bool isAsked)
    {
        if (findings.All(finding => finding.Stage == FindingStage.NotConfigured))
            return ExitCodes.Usage;
        var worst = findings.Where(finding => isAsked || finding.Stage != FindingStage.NotConfigured).MinBy(finding => finding.Stage)!;
        return worst.Error?.ExitCode ?? (worst.Stage == FindingStage.NotConfigured ? ExitCodes.Usage : ExitCodes.Ok);
    }
}
