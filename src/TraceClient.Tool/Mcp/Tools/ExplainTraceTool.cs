using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>The tool <c>explain_trace</c>.</summary>
internal sealed class ExplainTraceTool(TraceToolContext context) : TraceTool(
    context,
    "explain_trace",
    "Explains where a trace failed or what took its time or cost: the top 20.",
    ToolParameter.Reference,
    new ToolParameter("kind", ToolParameterType.Text) { Values = ["errors", "critical_path", "cost", "gaps"], IsRequired = true },
    ToolParameter.MaxChars)
{
    private const int Top = 20;

    protected override async Task<ToolResponse> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var kind = arguments.RequiredText("kind");
        var trace = await ReadAsync(arguments, cancellationToken);
        var text = TextFor(arguments).Head(SpanText.Of(trace));
        var (count, lines) = kind switch
        {
            "errors" => Errors(text, trace),
            "critical_path" => CriticalPath(text, trace),
            "cost" => Cost(text, trace),
            _ => Gaps(text, trace),
        };
        var shown = text.Lines(lines.Take(Top));
        if (shown < count)
            text.Line(string.Create(CultureInfo.InvariantCulture, $"{count - shown} more are left out. {AdviceOf(kind, shown)}"));
        return text;
    }

    private static string AdviceOf(string kind, int shown) => shown < Top ? "Raise max_chars to see more." : kind switch
    {
        "errors" => "Next: get_trace with errors_only=true.",
        "critical_path" => "Next: get_trace with min_duration.",
        "cost" => "Next: trace_stats with by=model, or get_trace.",
        _ => "They are shorter.",
    };

    // A failed span with a failed span below it mostly repeats its error.
    private static (int Count, IEnumerable<string> Lines) Errors(ResponseText text, Trace trace)
    {
        var outline = SpanOutline.Of(trace);
        var failed = new bool[outline.Spans.Count];
        for (var i = failed.Length - 1; i >= 0; i--)
        {
            if ((failed[i] || outline.Spans[i].Status == SpanStatus.Error) && outline.Parents[i] >= 0)
                failed[outline.Parents[i]] = true;
        }

        List<Span> errors = [.. outline.Spans.Where(span => span.Status == SpanStatus.Error)];
        List<Span> causes = [.. outline.Spans.Where((span, i) => span.Status == SpanStatus.Error && !failed[i])];
        if (errors.Count == 0)
        {
            text.Line(trace.Status == TraceStatus.Error
                ? "The trace failed, but no span of it did. Next: get_trace for its last spans."
                : "No span failed. Next: explain_trace with kind=critical_path, or get_trace.");
        }
        else
        {
            text.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{SpanText.Count(errors.Count, "failed span", "failed spans")}. "
                    + $"Those without a failed span below them are the likely causes: {causes.Count}"));
        }

        return (causes.Count, causes.OrderBy(span => span.StartTime is null).ThenBy(span => span.StartTime).Select(span =>
            $"- {SpanText.Of(span)}\n  path {outline.PathOf(span)}"
                + string.Concat(span.Records.Where(record => record.Kind == RecordKind.Exception).Take(1).Select(ExceptionOf))));
    }

    private static string ExceptionOf(Record exception)
    {
        var type = exception.Attributes.GetValueOrDefault("exception.type").AsString;
        var message = exception.Attributes.GetValueOrDefault("exception.message").AsString;
        return $"\n  exception {ToolText.Of(type, 100)}: {ToolText.Of(message, 200)}";
    }

    private static (int Count, IEnumerable<string> Lines) CriticalPath(ResponseText text, Trace trace)
    {
        var path = trace.CriticalPath();
        if (path.Count == 0)
        {
            text.Line("No span has a time, so that there is no critical path.");
            return (0, []);
        }

        var total = path.Sum(segment => segment.Duration.Ticks);
        List<(Span Span, long Ticks)> spans = [.. path.GroupBy(segment => segment.Span, ReferenceEqualityComparer.Instance)
            .Select(group => ((Span)group.Key!, group.Sum(segment => segment.Duration.Ticks)))
            .OrderByDescending(item => item.Item2)];
        text.Line($"Critical path: {SpanText.Count(spans.Count, "span", "spans")}, {ValueText.Of(TimeSpan.FromTicks(total))}. "
            + "Time on the path, without that of children:");
        return (spans.Count, spans.Select(item => string.Create(
            CultureInfo.InvariantCulture,
            $"- {ValueText.Of(TimeSpan.FromTicks(item.Ticks))} "
                + $"({(total == 0 ? 0 : 100.0 * item.Ticks / total):0}%)  {SpanText.Of(item.Span)}")));
    }

    private static (int Count, IEnumerable<string> Lines) Cost(ResponseText text, Trace trace)
    {
        // Only the calls themselves: a span above often repeats their sum.
        var outline = SpanOutline.Of(trace);
        var isAbove = outline.WithAncestors(HasUsage);
        var hasBelow = new bool[isAbove.Length];
        for (var i = isAbove.Length - 1; i >= 0; i--)
        {
            if (isAbove[i] && outline.Parents[i] >= 0)
                hasBelow[outline.Parents[i]] = true;
        }

        List<Span> calls = [.. outline.Spans.Where((span, i) => HasUsage(span) && !hasBelow[i])
            .OrderByDescending(span => span.GenAI!.Cost?.Amount ?? 0).ThenByDescending(span => span.GenAI!.TotalTokens ?? 0)];
        text.Line(calls.Count == 0 ? "No span has tokens or a cost." : $"{SpanText.Count(calls.Count, "model call", "model calls")}:");
        List<StatisticsGroup> models = calls.Count == 0 ? [] : [.. trace.GroupSpans(StatisticsProperty.Model)];
        var shown = text.Lines(models.Take(Top).Select(model => $"model {ToolText.Of(model.Key, 60)}: {SpanText.Join(
            SpanText.Count(model.Count, "call", "calls"),
            SpanText.UsageOf(model.Usage?.InputTokens, model.Usage?.OutputTokens, model.Usage?.Costs))}"));
        if (shown < models.Count)
            text.Line(string.Create(CultureInfo.InvariantCulture, $"{models.Count - shown} more models are left out."));

        return (calls.Count, calls.Select(span => $"- {SpanText.Of(span)}"));

        static bool HasUsage(Span span) => span.GenAI is { } call && (call.Cost is not null || call.TotalTokens is not null
            || call.InputTokens is not null || call.OutputTokens is not null);
    }

    private static (int Count, IEnumerable<string> Lines) Gaps(ResponseText text, Trace trace)
    {
        var gaps = trace.FindGaps();
        text.Line(gaps.Count == 0
            ? "There is no time between two steps in which no step ran."
            : $"{SpanText.Count(gaps.Count, "gap", "gaps")} between steps in which no step ran:");
        return (gaps.Count, gaps.Select(gap =>
            $"- {ValueText.Of(gap.Duration)} between {Name(gap.Before)} and {Name(gap.After)}"
                + (gap.Parent is null ? "" : $" in {Name(gap.Parent)}")));

        static string Name(Span span) => $"{SpanText.Quoted(span.Name)} [{TerminalText.OneLine(span.Id)}]";
    }
}
