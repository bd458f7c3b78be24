using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>tracectl stats</c>: how many, how long, how often it failed.</summary>
internal sealed class StatsCommand : ToolCommand
{
    private const int TracesToOpen = 500;
    private const int Parallel = 4;

    private readonly QueryOptions _query;

    private readonly Option<string[]> _by = new Option<string[]>("--by")
    {
        Description =
            "Group by source, service or name of the traces, or by type, span (its name) or model of their "
                + "spans, which opens the traces; may be repeated.",
        HelpName = "WHAT",
        DefaultValueFactory = _ => ["source", "service"],
    }.AcceptOnlyFromAmong([.. GroupBy.All.Select(by => by.Name)]);

    private readonly Option<int?> _limit = new("--limit", "-n")
    {
        Description = $"Only so many of the newest traces; 0 for all. Without it all, or {TracesToOpen} where they have to be opened.",
        HelpName = "COUNT",
    };

    private readonly Option<int> _top = new("--top")
    {
        Description = "How many rows a table has, and how many of the slowest traces are named.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => 10,
    };

    public StatsCommand()
        : base(
            "stats",
            "Count traces, their errors and how long they took, and name the slowest.",
            "tracectl stats --demo",
            "tracectl stats --since 1d --by service --by name",
            "tracectl stats --source galtea --by type --by model --limit 200",
            "tracectl stats --since 7d --by name --output csv > names.csv")
    {
        OutputForms =
        [
            ("table", "totals, a table for each --by, the slowest; "
                + "percentiles within 1 %, error rates of those whose status is known (a running trace has none)"),
            ("json", "one object"),
            ("jsonl, csv", "a group a line"),
        ];
        _query = QueryOptions.AddTo(this);
        Options.Add(_by);
        Options.Add(_limit);
        Options.Add(_top);
        LimitOption.Check(_limit);
        LimitOption.Check(_top);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        GroupBy[] by = [.. context.Arguments.GetRequiredValue(_by).Distinct(StringComparer.Ordinal)
            .Select(name => GroupBy.All.Single(one => one.Name == name))];
        var opens = by.Any(one => one.OfSpan is not null);
        var limit = context.Arguments.GetValue(_limit) ?? (opens ? TracesToOpen : 0);
        var top = context.Arguments.GetRequiredValue(_top);
        var statistics = new TraceStatistics(by, slowest: top);

        var client = (await context.OpenAsync(cancellationToken)).Client;
        var list = client.ListTracesAsync(_query.ToQuery(
            context.Arguments) with
        { ContinueOnSourceFailure = true, Limit = limit == 0 ? null : limit }, cancellationToken);
        IReadOnlyList<SourceFailure> failures = opens
            ? await CountSpansAsync(context, client, list, statistics, limit, cancellationToken)
            : await CountTracesAsync(list, statistics, cancellationToken);

        // Where sources failed, that there are no traces is not known.
        if (statistics.Traces.Count > 0 || failures.Count == 0)
            StatsOutput.Write(context, statistics, top);
        await context.FlushAsync();
        if (!opens && limit != 0 && statistics.Traces.Count == limit)
            context.Notices.Say($"of the newest {limit} traces; --limit 0 counts all");
        return FailureReport.Write(context, failures);
    }

    private static async Task<IReadOnlyList<SourceFailure>> CountTracesAsync(
        TraceList list, TraceStatistics statistics, CancellationToken cancellationToken)
    {
        await foreach (var trace in list.WithCancellation(cancellationToken))
            statistics.Add(trace);
        return list.Failures;
    }

    private static async Task<IReadOnlyList<SourceFailure>> CountSpansAsync(
        CommandContext context, StandaloneTraceClient client, TraceList list, TraceStatistics statistics, int limit,
        CancellationToken cancellationToken)
    {
        context.Notices.Say(limit == 0
            ? "Opening every trace to see its spans."
            : $"Opening the newest {limit} traces at most to see their spans; --limit 0 opens all.");
        var failures = new Dictionary<string, SourceFailure>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(list, options, async (summary, token) =>
        {
            // A source that failed is not asked again for each of its traces.
            lock (statistics)
            {
                if (failures.ContainsKey(summary.Source))
                    return;
            }

            try
            {
                var trace = await client.FindTraceAsync(summary.Reference, token);
                lock (statistics)
                {
                    if (trace is null)
                        statistics.Add(summary);
                    else
                        statistics.Add(summary, trace);
                }
            }
            catch (TraceClientException exception)
            {
                lock (statistics)
                    failures.TryAdd(summary.Source, new SourceFailure(summary.Source, exception));
            }
        });
        return [.. list.Failures.UnionBy(failures.Values, failure => failure.SourceName, StringComparer.Ordinal)];
    }
}
