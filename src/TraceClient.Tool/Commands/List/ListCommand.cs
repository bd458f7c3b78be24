using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>tracectl list</c>: the traces of all sources as one list.</summary>
internal sealed class ListCommand : ToolCommand
{
    private const int DefaultLimit = 20;

    private readonly QueryOptions _query;

    private readonly Option<int> _limit = LimitOption.Create("At most this many traces; 0 for all of them.", DefaultLimit);

    private readonly Option<string> _sort = new Option<string>("--sort")
    {
        Description = "newest, oldest, duration, spans, errors or name. All but newest read every trace that is chosen.",
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
            "tracectl list --since 1d --limit 0 --output jsonl > traces.jsonl")
    {
        _query = QueryOptions.AddTo(this);
        Options.Add(_limit);
        Options.Add(_sort);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var limit = LimitOption.Of(context.Arguments, _limit);
        var supply = await context.OpenAsync(cancellationToken);
        var selection =
            new SummarySelection(supply.Client, _query.ToQuery(context.Arguments), limit, context.Arguments.GetRequiredValue(_sort));

        using (var output = SummaryOutput.Of(context))
        {
            await foreach (var trace in selection.ReadAsync(cancellationToken))
                output.Write(trace);
            // That a list is empty is for the sources to say, all of them.
            if (selection.HasAnswer)
                output.Finish();
        }

        await context.FlushAsync();
        if (selection.Describe() is { } cut)
            context.Notices.Say(cut);
        return FailureReport.Write(context, selection.Failures);
    }
}
