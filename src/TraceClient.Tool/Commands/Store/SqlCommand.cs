using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl sql</c>.</summary>
internal sealed class SqlCommand : ToolCommand
{
    private const string StandardInput = "-";
    private const int MaxLength = 1_000_000;

    private readonly Argument<string> _sql = new("SQL")
    {
        Description = "One SELECT statement over the views traces, spans and records, or - for standard input.",
    };

    private readonly Option<int> _limit = LimitOption.Create("Maximum number of rows; 0 for all.");

    public SqlCommand()
        : base(
            "sql",
            "Query a store in SQL: the views traces, spans and records, with p50(), p90(), p95() and p99().",
            "tracectl sql \"SELECT name, count(*), p95(duration_ms) FROM spans GROUP BY name\" --store traces.db",
            "tracectl sql \"SELECT model, sum(total_tokens), sum(cost) FROM spans WHERE model IS NOT NULL "
                + "GROUP BY model\" --store traces.db --output csv",
            "tracectl sql - --store traces.db < query.sql")
    {
        FormatDescriptions =
        [
            ("table", "one line per row"),
            ("json", "array of objects"),
            ("jsonl, csv", "one row per line"),
            ("in a pipe", "tab-separated rows without a header"),
        ];
        Arguments.Add(_sql);
        Options.Add(_limit);
    }

    protected override bool UsesPager => true;

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var store = ToolStore.Open(context.Arguments, StoreAccess.Read);
        var sql = context.Arguments.GetRequiredValue(_sql);
        if (sql == StandardInput)
            sql = await ReadInputAsync(cancellationToken);
        var limit = LimitOption.Of(context.Arguments, _limit);
        var isCut = false;
        await store.QueryAsync(sql, reader => isCut = SqlOutput.Write(context, reader, limit, cancellationToken), cancellationToken);
        await context.FlushAsync();
        if (isCut)
            context.Messages.Info($"Showing the first {limit} rows. Use --limit 0 to show all.");
        return ExitCodes.Ok;
    }

    private static async Task<string> ReadInputAsync(CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected)
            throw new UsageException("SQL - requires a statement on standard input.", "tracectl sql - --store traces.db < query.sql");
        using var input = new StreamReader(Console.OpenStandardInput(), System.Text.Encoding.UTF8);
        var text = new char[MaxLength];
        var length = await input.ReadBlockAsync(text, cancellationToken);
        return length < MaxLength ? new string(text, 0, length) : throw new UsageException("The SQL statement is too long.");
    }
}
