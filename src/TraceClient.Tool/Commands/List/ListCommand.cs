using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl list</c>.</summary>
internal sealed class ListCommand : ToolCommand
{
    private const int DefaultLimit = 20;

    private readonly QueryOptions _query;

    private readonly Option<int> _limit = LimitOption.Create("Maximum number of traces; 0 for all.", DefaultLimit);

    private readonly Option<string> _sort = new Option<string>("--sort")
    {
        Description = "Sort order: newest (the default), oldest, duration, spans, errors or name. All except newest read all traces.",
        HelpName = "ORDER",
        DefaultValueFactory = _ => "newest",
    }.AcceptOnlyFromAmong([.. SummaryOrder.Names]);

    public ListCommand()
        : base(
            "list",
            "List the traces of all sources, newest first.",
            "tracectl list --demo",
            "tracectl list --since 2h --errors",
            "tracectl list --source galtea --type Tool --sort duration --limit 5",
            "tracectl list --columns ref,name,model,tokens,cost",
            "tracectl list --since 1d --limit 0 --output jsonl > traces.jsonl",
            "tracectl list --errors --json name,status,model | jq")
    {
        FormatDescriptions =
        [
            ("table", "one line per trace; REF and ROW (@1) can be used as REF in other commands"),
            ("wide", "all columns, also types, model, tokens, cost and the whole reference"),
            ("json", "array of traces; --json selects members"),
            ("jsonl, csv", "one trace per line"),
            ("in a pipe", "tab-separated rows without a header: whole reference, name, status, time, milliseconds, spans, errors"),
        ];
        _query = QueryOptions.AddTo(this);
        Options.Add(_limit);
        Options.Add(_sort);
        Options.Add(SummaryColumn.Option);
        Options.Add(MembersOption.Members);
    }

    protected override bool UsesPager => true;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var limit = LimitOption.Of(context.Arguments, _limit);
        var host = await context.OpenAsync(cancellationToken);
        var selection =
            new SummarySelection(host.Client, _query.ToQuery(context.Arguments), limit, context.Arguments.GetRequiredValue(_sort));

        var listed = new List<TraceReference>();
        using (var output = SummaryOutput.Of(context, [.. host.Client.Sources.Select(source => source.Name)]))
        {
            try
            {
                await foreach (var trace in selection.ReadAsync(cancellationToken))
                {
                    if (listed.Count < LastList.MaxRows)
                        listed.Add(trace.Reference);
                    output.Write(trace);
                }
            }
            finally
            {
                // The rows before a failure, or before the end of a pipe, can be used as well.
                if (listed.Count > 0 || selection.IsEmpty)
                    host.LastList.Write(listed);
            }

            // An empty list is written only if no source failed.
            if (selection.HasResult)
                output.Finish();
        }

        await context.FlushAsync();
        if (selection.Describe() is { } cut)
            context.Messages.Info(cut);
        return SourceFailureReport.Write(context, selection.Failures);
    }
}
