using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl records</c>.</summary>
internal sealed class RecordsCommand : ToolCommand
{
    private readonly Argument<string[]> _traces;

    private readonly Option<string?> _span = new("--span") { Description = "Only records of this span.", HelpName = "ID|NAME" };

    private readonly Option<string[]> _kinds = new Option<string[]>("--kind")
    {
        Description = "Only records of this kind: log, event, input, output or exception. Can be specified multiple times.",
        HelpName = "KIND",
        DefaultValueFactory = _ => [],
    }.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Enum.GetNames<RecordKind>().Select(name => name.ToLowerInvariant())]);

    public RecordsCommand()
        : base(
            "records",
            "Show the inputs, outputs and log records of a trace; for a pipeline, what each filter changed.",
            "tracectl records calyptia --demo",
            "tracectl records kubiya:22f0e313463b49bb8e9b1f5d61dafda1 --kind exception",
            "tracectl records galtea --span lookup_order",
            "tracectl records calyptia --output jsonl | jq 'select(.change == \"removed\")'")
    {
        FormatDescriptions =
        [
            ("table", "log records, inputs, outputs, events, exceptions; + added, - removed, ~ changed"),
            ("json", "array of records, each with its span and changes"),
            ("jsonl, csv", "one record per line"),
        ];
        _traces = TraceArgument.AddTo(this);
        Options.Add(_span);
        Options.Add(_kinds);
    }

    protected override bool UsesPager => true;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var span = context.Arguments.GetValue(_span);
        RecordKind[] kinds = [.. context.Arguments.GetRequiredValue(_kinds).Select(kind => Enum.Parse<RecordKind>(kind, ignoreCase: true))];
        var finder = await context.OpenResolverAsync(cancellationToken);
        using var output = RecordOutput.Of(context);
        await foreach (var trace in finder.FindAsync(context.Arguments.GetValue(_traces) ?? [], cancellationToken))
        {
            var only = span is null ? null : SpanSelection.Of(trace, span).Roots[0];
            output.Begin(trace);
            foreach (var step in new RecordSteps(trace).All().Where(step => only is null || step.Span.Id == only.Id))
                output.Write(trace,
                    kinds.Length == 0 ? step : step with { Entries = [.. step.Entries.Where(entry => kinds.Contains(entry.Record.Kind))] });
        }

        output.Finish();
        return ExitCodes.Ok;
    }
}
