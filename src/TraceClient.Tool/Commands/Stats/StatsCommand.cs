using System.CommandLine;
using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl stats</c>.</summary>
internal sealed class StatsCommand : ToolCommand
{
    private const int MaxTracesToRead = 500;

    private readonly QueryOptions _query;

    private readonly Option<string[]> _by = new Option<string[]>("--by")
    {
        Description =
            "Property to group by: source, service or name of the traces, or type, span (name) or model of their spans, which reads "
                + "each trace. Can be specified multiple times.",
        HelpName = "PROPERTY",
        DefaultValueFactory = _ => ["source", "service"],
    }.AcceptOnlyFromAmong([.. StatisticsProperty.All.Select(by => by.Name)]);

    private readonly Option<int?> _limit = new("--limit", "-n")
    {
        Description = $"Maximum number of traces, newest first; 0 for all. The default is 0, or {MaxTracesToRead} if each trace is read.",
        HelpName = "COUNT",
        CustomParser = argument => NumberOption.Parse(argument, min: 0),
    };

    private readonly Option<int> _top = new("--top")
    {
        Description = "Number of rows of each table, including the slowest traces.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => 10,
        CustomParser = LimitOption.Parse,
    };

    public StatsCommand()
        : base(
            "stats",
            "Show counts, error rates and durations of traces, and the slowest traces.",
            "tracectl stats --demo",
            "tracectl stats --since 1d --by service --by name",
            "tracectl stats --source galtea --by type --by model --limit 200",
            "tracectl stats --since 7d --by name --output csv > names.csv")
    {
        FormatDescriptions =
        [
            ("table", "totals, a table for each --by, and the slowest traces; percentiles are accurate to 1 %, "
                + "error rates are of the traces with a known status"),
            ("json", "one object"),
            ("jsonl, csv", "one group per line"),
        ];
        _query = QueryOptions.AddTo(this);
        Options.Add(_by);
        Options.Add(_limit);
        Options.Add(_top);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        StatisticsProperty[] by = [.. context.Arguments.GetRequiredValue(_by).Distinct(StringComparer.Ordinal)
            .Select(name => StatisticsProperty.All.Single(one => one.Name == name))];
        var readsSpans = by.Any(one => one.IsOfSpans);
        var limit = context.Arguments.GetValue(_limit) ?? (readsSpans ? MaxTracesToRead : 0);
        var top = context.Arguments.GetRequiredValue(_top);
        var statistics = new TraceStatistics(by, slowestCount: top);

        var client = (await context.OpenAsync(cancellationToken)).Client;
        var query = _query.ToQuery(context.Arguments) with { ContinueOnSourceFailure = true, Limit = limit == 0 ? null : limit };
        var list = client.ListTracesAsync(query, cancellationToken);
        if (readsSpans)
        {
            context.Messages.Info(limit == 0
                ? "Reading the spans of all traces."
                : $"Reading the spans of up to {limit} traces. Use --limit 0 to read all.");
        }

        var failedReads = await StatisticsReader.ReadAsync(client, list, statistics, readsSpans, cancellationToken);
        IReadOnlyList<SourceFailure> failures =
            [.. list.Failures.UnionBy(failedReads, failure => failure.SourceName, StringComparer.Ordinal)];

        // If sources failed, an empty result is not known to be correct.
        if (statistics.Traces.Count > 0 || failures.Count == 0)
            StatsOutput.Write(context, statistics, top);
        await context.FlushAsync();
        if (!readsSpans && limit != 0 && statistics.Traces.Count == limit)
            context.Messages.Info($"Statistics of the newest {limit} traces. Use --limit 0 to include all.");
        return SourceFailureReport.Write(context, failures);
    }
}
