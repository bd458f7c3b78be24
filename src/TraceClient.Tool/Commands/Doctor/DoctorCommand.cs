using System.CommandLine;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl doctor</c>.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    private readonly Option<string[]> _sources = SourceOption.Create();

    public DoctorCommand()
        : base(
            "doctor",
            "Check the configuration, connection and token of each source, and suggest fixes.",
            "tracectl doctor",
            "tracectl doctor --source kubiya --profile staging",
            "tracectl doctor --output json",
            "tracectl doctor --demo") => Options.Add(_sources);

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var selected = context.Arguments.GetValue(_sources)!;
        await using var demo = context.Arguments.GetValue(GlobalOptions.Demo)
            ? await TraceSimulator.StartAsync(cancellationToken: cancellationToken)
            : null;
        IReadOnlyList<SourceSettings> sources = demo is null
            ? ToolConfiguration.Read(context.Arguments, context.Messages).Sources
            : DemoSettings.Of(demo);
        var results = await SourceCheck.RunAllAsync(
            sources.Where(source => source.IsSelectedBy(selected)), TimeProvider.System, cancellationToken);

        DoctorOutput.Write(context, results);
        return ExitCodeOf(results, isSelected: selected.Length > 0);
    }

    // Of several failures, the one at the earliest stage decides, since it must be fixed first.
    private static int ExitCodeOf(IReadOnlyList<SourceCheckResult> results, bool isSelected)
    {
        if (results.All(result => result.Stage == SourceCheckStage.NotConfigured))
            return ExitCodes.Usage;
        var worst = results.Where(result => isSelected || result.Stage != SourceCheckStage.NotConfigured).MinBy(result => result.Stage)!;
        return worst.Error?.ExitCode ?? (worst.Stage == SourceCheckStage.NotConfigured ? ExitCodes.Usage : ExitCodes.Ok);
    }
}
