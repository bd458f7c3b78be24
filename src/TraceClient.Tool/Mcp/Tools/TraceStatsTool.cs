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

        IReadOnlyList<string> notes =
        [
            .. list.Notes(),
            .. NotesOf(failedReads, statistics, isCut: by.IsOfSpans && statistics.Traces.Count >= MaxTracesToRead),
        ];

        // A group is in the text and in the data, and the budget is that of both.
        var max = arguments.Number(ToolParameter.MaxChars.Name)!.Value;
        var view = new StatisticsView(list, statistics, by, notes, max);
        var (groups, slowest) = (Math.Min(view.Groups.Count, MaxGroups), statistics.Slowest.Count);
        while (true)
        {
            var response = ToolResponse.Within(max, view.ToText(groups, slowest), view.ToJson(groups, slowest));
            if (response.Structured is not null || (groups == 0 && slowest == 0))
                return response;
            (groups, slowest) = groups > 0 ? (groups - 1, slowest) : (0, slowest - 1);
        }
    }

    private static IEnumerable<string> NotesOf(IEnumerable<SourceFailure> failedReads, TraceStatistics statistics, bool isCut)
    {
        foreach (var failure in failedReads)
            yield return $"Not all traces of {failure.SourceName} were read: {ToolText.Of(WebError.Of(failure.Exception).Message, 100)}";
        if (isCut)
            yield return $"Of the newest {MaxTracesToRead} traces only, since each of them is read.";
        if (statistics.Traces.Count == 0)
            yield return "No trace was found. Next: call search_traces with fewer filters, or check_sources.";
    }
}

/// <summary>Writes statistics of traces in both forms.</summary>
internal sealed class StatisticsView(
    FilteredTraces list, TraceStatistics statistics, StatisticsProperty by, IReadOnlyList<string> notes, int maxChars)
{
    /// <summary>Gets the groups.</summary>
    public IReadOnlyList<StatisticsGroup> Groups { get; } = [.. statistics.Groupings[0].Groups];

    /// <summary>Writes the text with a number of groups and of the slowest traces.</summary>
    public ResponseText ToText(int groups, int slowest)
    {
        var text = new ResponseText(maxChars);
        list.WriteTo(text, maxChars);
        foreach (var note in notes)
            text.Line(note);
        text.Line($"traces: {TextOf(statistics.Traces)}");
        if (statistics.Spans is { } spans)
            text.Line($"spans: {TextOf(spans)}");
        foreach (var trace in statistics.Slowest.Take(slowest))
            text.Line($"slow: {ValueText.Of(trace.Duration)}  {trace.Reference}  {ToolText.Of(trace.Name, 60)}");
        foreach (var group in Groups.Take(groups))
            text.Line(LineOf(group));
        if (groups < Groups.Count)
            text.Line($"{Groups.Count - groups} more groups are left out. Use filters to see them.");
        if (slowest < statistics.Slowest.Count)
            text.Line($"{statistics.Slowest.Count - slowest} of the slowest traces are left out. Raise max_chars to see them.");
        return text;
    }

    /// <summary>Writes the data with a number of groups and of the slowest traces.</summary>
    public JsonElement ToJson(int groups, int slowest) => SearchJson.ToElement(writer =>
    {
        writer.WriteStartObject();
        Write(writer, "traces", statistics.Traces);
        if (statistics.Spans is not null)
            Write(writer, "spans", statistics.Spans);
        writer.WriteStartArray("slowest");
        foreach (var trace in statistics.Slowest.Take(slowest))
        {
            writer.WriteStartObject();
            writer.WriteString("ref", trace.Reference.ToString());
            JsonMembers.Write(writer, "duration_ms", trace.Duration);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("by", by.Name);
        writer.WriteStartArray("groups");
        foreach (var group in Groups.Take(groups))
            Write(writer, null, group);
        writer.WriteEndArray();
        writer.WriteNumber("omitted_groups", Groups.Count - groups);
        list.WriteTo(writer, maxChars, notes);
        writer.WriteEndObject();
    });

    private string LineOf(StatisticsGroup group) =>
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
        JsonMembers.Write(writer, "cost", group.Usage is { Costs: [var cost, ..] } ? ToolText.Of(cost.ToString(), 60) : null);
        writer.WriteEndObject();
    }
}
