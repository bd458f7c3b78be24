using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>The tool <c>trace_stats</c>.</summary>
internal sealed class TraceStatsTool(TraceToolContext context) : TraceTool(
    context,
    "trace_stats",
    "Counts traces, or with type and model their spans: error rate, p50/p95/p99, tokens, cost, slowest 5.",
    [
        .. ToolFilters.Parameters,
        new ToolParameter("by", ToolParameterType.Text, "Default source; type and model read up to 200 traces")
        {
            Values = [.. StatisticsProperty.All.Select(by => by.Name).Where(name => name != StatisticsProperty.SpanName.Name)],
        },
        ToolParameter.MaxChars,
    ])
{
    private const int MaxTracesToRead = 200;
    private const int SlowestCount = 5;
    private const int MaxGroups = 20;

    protected override async Task<ToolResponse> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var filters = ToolFilters.Of(arguments, Context);
        var by = StatisticsProperty.All.First(one => one.Name == (arguments.Text("by") ?? StatisticsProperty.Source.Name));
        var list = filters.List(Context);
        var traces = by.IsOfSpans ? list.ReadAsync(cancellationToken).Take(MaxTracesToRead) : list.ReadAsync(cancellationToken);
        var statistics = new TraceStatistics([by], SlowestCount);
        var failedReads = await StatisticsReader.ReadAsync(Context.Client, traces, statistics, by.IsOfSpans, cancellationToken);

        // A group is in the text and in the data, and the budget is that of both.
        var max = arguments.Number(ToolParameter.MaxChars.Name)!.Value;
        var groups = statistics.Groupings[0].Groups.ToList();
        for (var shown = Math.Min(groups.Count, MaxGroups); ; shown--)
        {
            var text = new ResponseText(max);
            Describe(text, list, failedReads, statistics, isCut: by.IsOfSpans && statistics.Traces.Count >= MaxTracesToRead);
            Write(text, statistics, by, groups, shown);
            var data = SearchJson.ToElement(writer => Write(writer, statistics, by, groups, shown, list));
            if (shown == 0 || text.ToString().Length + data.GetRawText().Length <= max)
                return new ToolResponse(text.ToString(), data);
        }
    }

    private static void Describe(
        ResponseText text, FilteredTraces list, IEnumerable<SourceFailure> failedReads, TraceStatistics statistics, bool isCut)
    {
        list.Describe(text);
        foreach (var failure in failedReads)
            text.Line($"Not all traces of {failure.SourceName} were read: {ToolError.TextOf(WebError.Of(failure.Exception))}");
        if (isCut)
            text.Line($"Of the newest {MaxTracesToRead} traces only, since each of them is read.");
        if (statistics.Traces.Count == 0)
            text.Line("No trace was found. Next: call search_traces with fewer filters, or check_sources.");
    }

    private static void Write(
        ResponseText text, TraceStatistics statistics, StatisticsProperty by, List<StatisticsGroup> groups, int shown)
    {
        text.Line($"traces: {TextOf(statistics.Traces)}");
        if (statistics.Spans is { } spans)
            text.Line($"spans: {TextOf(spans)}");
        foreach (var trace in statistics.Slowest)
            text.TryLine($"slow: {ValueText.Of(trace.Duration)}  {trace.Reference}  {ToolText.Of(trace.Name, 60)}");
        foreach (var group in groups.Take(shown))
            text.Line(LineOf(by, group));
        if (shown < groups.Count)
            text.Line($"{groups.Count - shown} more groups are left out. Use filters to see them.");
    }

    private static string LineOf(StatisticsProperty by, StatisticsGroup group) =>
        $"{by.Name} {ToolText.Of(group.Key, 60)}: {TextOf(group)}";

    private static string TextOf(StatisticsGroup group)
    {
        var durations = group.Durations;
        return string.Join(", ", new[]
        {
            string.Create(CultureInfo.InvariantCulture, $"{group.Count}"),
            string.Create(CultureInfo.InvariantCulture, $"{group.ErrorCount} failed of {group.KnownCount} with a known status"),
            durations.Count == 0 ? null : $"p50 {ValueText.Of(durations.Quantile(0.5))}, p95 {ValueText.Of(durations.Quantile(0.95))}, "
                + $"p99 {ValueText.Of(durations.Quantile(0.99))}",
            SpanText.UsageOf(group.Usage?.InputTokens, group.Usage?.OutputTokens, group.Usage?.Costs),
        }.OfType<string>());
    }

    private static void Write(
        Utf8JsonWriter writer, TraceStatistics statistics, StatisticsProperty by, List<StatisticsGroup> groups, int shown,
        FilteredTraces list)
    {
        writer.WriteStartObject();
        Write(writer, "traces", statistics.Traces);
        if (statistics.Spans is not null)
            Write(writer, "spans", statistics.Spans);
        writer.WriteString("by", by.Name);
        writer.WriteStartArray("groups");
        foreach (var group in groups.Take(shown))
            Write(writer, null, group);
        writer.WriteEndArray();
        writer.WriteNumber("omitted_groups", groups.Count - shown);
        list.WriteTo(writer);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string? name, StatisticsGroup group)
    {
        if (name is null)
            writer.WriteStartObject();
        else
            writer.WriteStartObject(name);
        if (name is null)
            writer.WriteString("key", ToolText.Of(group.Key, 60));
        writer.WriteNumber("count", group.Count);
        writer.WriteNumber("errors", group.ErrorCount);
        JsonMembers.WriteDecimal(writer, "error_rate", group.ErrorRate is { } rate ? Math.Round((decimal)rate, 4) : null);
        JsonMembers.Write(writer, "p50_ms", group.Durations.Quantile(0.5));
        JsonMembers.Write(writer, "p95_ms", group.Durations.Quantile(0.95));
        JsonMembers.Write(writer, "p99_ms", group.Durations.Quantile(0.99));
        JsonMembers.Write(writer, "input_tokens", group.Usage?.InputTokens);
        JsonMembers.Write(writer, "output_tokens", group.Usage?.OutputTokens);
        JsonMembers.Write(writer, "cost", group.Usage is { Costs: [var cost, ..] } ? cost.ToString() : null);
        writer.WriteEndObject();
    }
}
