using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>The tool <c>compare_traces</c>.</summary>
internal sealed class CompareTracesTool(TraceToolContext context) : TraceTool(
    context,
    "compare_traces",
    "Compares two traces: added, removed, moved and changed spans. A patch lists all of them.",
    new ToolParameter("base", ToolParameterType.Text, "Reference of the good trace") { IsRequired = true },
    new ToolParameter("other", ToolParameterType.Text) { IsRequired = true },
    new ToolParameter("detail", ToolParameterType.Text, "summary has the first 20 changes") { Values = ["summary", "patch"] },
    ToolParameter.MaxChars)
{
    private const int Top = 20;
    private const int MaxValue = 100;
    private const int MaxIndent = 20;
    private const int Reserve = 2000;

    // Of what two long texts have in common, this much is shown before the place at which they differ.
    private const int Before = 20;

    protected override async Task<ToolResponse> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var isPatch = arguments.Text("detail") == "patch";
        var baseline = await ReadAsync(arguments, cancellationToken, "base");
        var other = await ReadAsync(arguments, cancellationToken, "other");
        var comparison = TraceComparison.Compare(baseline, other);
        var text = TextFor(arguments);
        text.Head($"base  {SpanText.Of(baseline)}");
        text.Head($"other {SpanText.Of(other)}");
        WriteSummary(text, comparison);
        var changed = comparison.Spans.Where(span => span.Change != SpanChange.None).ToList();
        if (changed.Count == 0)
            return text;
        if (isPatch)
            WritePatch(text, comparison);
        else
            WriteTop(text, changed);
        return text;
    }

    private void WriteSummary(ResponseText text, TraceComparison comparison)
    {
        var counts = comparison.Spans.SelectMany(span => DiffOutput.NamesOf(span.Change)).CountBy(name => name, StringComparer.Ordinal)
            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key}"));
        text.Line(comparison.AreEqual
            ? "No difference within the tolerances: durations 20 % and 1 ms, tokens and cost 5 %."
            : $"spans: {(string.Join(", ", counts) is { Length: > 0 } changes ? changes : "no difference")}");
        var shown = text.Lines(comparison.Differences.Select(
            difference => $"{DiffText.LabelOf(difference.Property)}: {ChangeOf(difference, 2 * MaxValue)}"));
        if (shown < comparison.Differences.Count)
            text.Line($"{comparison.Differences.Count - shown} more differences of the traces as a whole are left out. Raise max_chars.");
        if (!Context.HasContent)
            text.Line($"Of arguments, inputs and outputs only whether they differ. {TraceToolContext.ContentNotice}");
    }

    private void WriteTop(ResponseText text, List<SpanComparison> changed)
    {
        var shown = text.Lines(changed.Take(Top).Select(span => LineOf(span, 0)));
        if (shown < changed.Count)
            text.Line($"{changed.Count - shown} more changed spans are left out. Use detail=patch, or raise max_chars.");
    }

    // A patch that is cut would be taken for a whole one.
    private void WritePatch(ResponseText text, TraceComparison comparison)
    {
        var isShown = DiffTree.ShownSpans(comparison, all: false);
        List<string> lines = [.. comparison.Spans.Where((_, i) => isShown[i])
            .Select(span => LineOf(span, Math.Min(MaxIndent, span.Depth)))];
        var length = lines.Sum(line => line.Length + 1);
        if (length <= text.Left)
        {
            foreach (var line in lines)
                text.Line(line);
            return;
        }

        // The text before the patch can grow with the budget.
        var needed = length + text.Length + Reserve;
        text.Line(needed > ResponseBudget.Max
            ? $"The patch has {length} characters and is left out: at most {ResponseBudget.Max} are possible. "
                + "Call compare_traces with detail=summary, or let the user run tracectl diff."
            : $"The patch has {length} characters and is left out. Call compare_traces with max_chars={needed}.");
    }

    private string LineOf(SpanComparison span, int depth)
    {
        var indent = new string(' ', 2 * depth);
        var ids = SpanText.Join(
            span.Baseline is null ? null : $"base [{TerminalText.OneLine(span.Baseline.Id)}]",
            span.Other is null ? null : $"other [{TerminalText.OneLine(span.Other.Id)}]");
        var moved = span.Change.HasFlag(SpanChange.Moved) ? " moved" : "";
        return string.Join('\n', span.Differences
            .Select(difference => $"    {indent}{DiffText.LabelOf(difference.Property)}: {ChangeOf(difference)}")
            .Prepend($"{DiffText.MarkOf(span.Change)} {indent}{ToolText.Of(span.Span.Type.Value, 40)} "
                + $"{SpanText.Quoted(span.Span.Name)}{moved}  {ids}"));
    }

    private string ChangeOf(TraceDifference difference, int maxValue = MaxValue)
    {
        var isBody = DiffOutput.IsBody(difference);
        if (isBody && !Context.HasContent)
            return "differs";
        var (left, right) = DiffText.ValuesOf(difference);
        return ChangeOf(isBody ? BodyOf(left) : left, isBody ? BodyOf(right) : right, maxValue);
    }

    // Long texts are shown from the place on at which they differ.
    private static string ChangeOf(string left, string right, int maxValue)
    {
        (left, right) = (TerminalText.OneLine(ToolText.Mask(left)), TerminalText.OneLine(ToolText.Mask(right)));
        var start = 0;
        if (left.Length > maxValue || right.Length > maxValue)
            start = ToolText.StartOf(left, Math.Max(0, left.AsSpan().CommonPrefixLength(right) - Before));
        return $"{From(left)} -> {From(right)}";

        string From(string text) => (start > 0 ? "…" : "") + ToolText.Cut(text[start..], maxValue);
    }

    // Secrets in JSON are found by the names of members.
    private static string BodyOf(string json)
    {
        try
        {
            return json == DiffText.None ? json : MaskedValue.TextOf(JsonPayload.Parse(json));
        }
        catch (FormatException)
        {
            return json;
        }
    }
}
