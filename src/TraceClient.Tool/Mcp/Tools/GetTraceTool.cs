namespace TraceClient.Tool;

/// <summary>The tool <c>get_trace</c>.</summary>
internal sealed class GetTraceTool(TraceToolContext context) : TraceTool(
    context,
    "get_trace",
    "Shows a trace as a tree of spans with their ids. Roots and failed spans come first where not all fit.",
    ToolParameter.Reference,
    new ToolParameter("depth", ToolParameterType.Integer, "Levels below the roots"),
    new ToolParameter("under", ToolParameterType.Text, "Only this span id and those below"),
    new ToolParameter("errors_only", ToolParameterType.Flag, "Failed spans and those above them"),
    new ToolParameter("min_duration", ToolParameterType.Text),
    new ToolParameter("attributes", ToolParameterType.Flag, "Also the attributes of the trace itself"),
    new ToolParameter("max_spans", ToolParameterType.Integer) { Min = 1, Max = 500, Default = 100 },
    ToolParameter.Cursor,
    ToolParameter.MaxChars)
{
    private const int MaxWarnings = 5;
    private const int MaxValue = 600;

    protected override async Task<ToolResponse> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var trace = await ReadAsync(arguments, cancellationToken);
        var text = TextFor(arguments).Head(SpanText.Of(trace));
        WriteWarnings(text, trace);
        var under = arguments.Text("under");
        if (arguments.Flag("attributes"))
            WriteAttributes(text, trace);
        var outline = under is null ? SpanOutline.Of(trace) : SpanOutline.Below(SpanIds.Find(trace, under));
        var cursor = arguments.Text("cursor") is { } given ? SearchCursor.Parse(given, hasTime: false).Offset : 0;
        new TraceTree(outline, arguments.Number("depth"), arguments.Flag("errors_only"), arguments.Duration("min_duration"))
            .Write(text, cursor, arguments.Number("max_spans")!.Value);
        return text;
    }

    /// <summary>Returns the text of a trace for a resource.</summary>
    public static string TextOf(Trace trace, int maxChars)
    {
        var text = new ResponseText(maxChars).Head(SpanText.Of(trace));
        WriteWarnings(text, trace);
        new TraceTree(SpanOutline.Of(trace), null, false, null).Write(text, 0, int.MaxValue);
        return text.ToString();
    }

    // At most half of the response, so that there is room for the tree.
    private void WriteAttributes(ResponseText text, Trace trace)
    {
        List<SpanValue> values = [.. SpanValues.Of(trace, Context.HasContent)];
        if (values.Exists(value => value.IsHidden))
            text.Line(TraceToolContext.ContentNotice);
        var half = text.Left / 2;
        var lines = values.Select(value => $"  {value.Label} = {ToolText.Cut(value.Text, MaxValue)}")
            .TakeWhile(line => (half -= line.Length + 1) >= 0);
        text.Line("Attributes of the trace:");
        var shown = text.Lines(lines);
        if (shown < values.Count)
            text.Line($"{values.Count - shown} more attributes of the trace are left out. Raise max_chars.");
    }

    private static void WriteWarnings(ResponseText text, Trace trace)
    {
        if (trace.Status == TraceStatus.Running)
            text.Line("The trace is running: it can get more spans.");
        foreach (var warning in trace.Warnings.Take(MaxWarnings))
            text.TryLine($"Warning: {ToolText.Of(warning.Message, 200)}");
        if (trace.Warnings.Count > MaxWarnings)
            text.Line($"{trace.Warnings.Count - MaxWarnings} more warnings.");
    }
}

/// <summary>Writes the tree of a trace, or the part of it that fits.</summary>
internal sealed class TraceTree
{
    private const int MaxIndent = 20;
    private const int AboveFailed = 2;

    // For the marks of levels and spans that are left out, and the line break.
    private const int MarkLength = 60;

    private readonly SpanOutline _outline;
    private readonly bool[] _matches;
    private readonly List<int> _order;

    public TraceTree(SpanOutline outline, int? depth, bool errorsOnly, TimeSpan? minDuration)
    {
        _outline = outline;
        var leadsToError = outline.WithAncestors(span => span.Status == SpanStatus.Error);
        _matches = [.. outline.Spans.Select((span, i) =>
            (depth is null || outline.Depths[i] <= depth || leadsToError[i])
            && (!errorsOnly || leadsToError[i])
            && (minDuration is null || span.Duration >= minDuration || leadsToError[i] || outline.Parents[i] < 0))];

        // Roots, then failed spans, then those above them from the bottom up, then the others.
        _order = [.. Enumerable.Range(0, _matches.Length).Where(i => _matches[i]).OrderBy(Rank)
            .ThenBy(i => Rank(i) == AboveFailed ? -i : i)];

        int Rank(int i) => outline.Parents[i] < 0 ? 0 : outline.Spans[i].Status == SpanStatus.Error ? 1 : leadsToError[i] ? AboveFailed : 3;
    }

    /// <summary>Writes the spans of one page.</summary>
    public void Write(ResponseText text, int offset, int maxSpans)
    {
        var shown = new SortedSet<int>();
        var left = text.Left;
        foreach (var i in _order.Skip(offset).Take(maxSpans))
        {
            left -= SpanText.Of(_outline.Spans[i]).Length + (2 * Math.Min(MaxIndent, _outline.Depths[i])) + MarkLength;
            if (left < 0 && shown.Count > 0)
                break;
            shown.Add(i);
        }

        text.Line(Describe(offset, shown.Count));
        text.Line();
        foreach (var line in LinesOf(shown, isShort: left < 0 && shown.Count == 1))
            text.Line(line);
    }

    private string Describe(int offset, int count)
    {
        var all = _outline.Spans.Count;
        if (_order.Count == 0)
            return $"No span of {all} matches. Call get_trace without filters.";
        if (count == 0)
            return $"Shown 0 of {_order.Count} spans: the cursor is at the end.";
        var next = offset + count;
        return SpanText.Join(
            string.Create(CultureInfo.InvariantCulture, $"Shown {count} of {_order.Count} spans"),
            offset > 0 ? string.Create(CultureInfo.InvariantCulture, $"from number {offset + 1}") : null,
            all > _order.Count ? string.Create(CultureInfo.InvariantCulture, $"{all - _order.Count} filtered out") : null,
            next < _order.Count ? $"Next: get_trace with cursor={new SearchCursor(null, next)}, or with under=SPAN_ID" : null);
    }

    // A span whose parent is not shown is below the nearest span that is.
    private IEnumerable<string> LinesOf(SortedSet<int> shown, bool isShort)
    {
        var hidden = HiddenBelow(shown);
        var indents = new Dictionary<int, int>();
        foreach (var i in shown)
        {
            var (parent, skipped) = (_outline.Parents[i], 0);
            while (parent >= 0 && !shown.Contains(parent))
                (parent, skipped) = (_outline.Parents[parent], skipped + 1);
            var indent = parent < 0 ? 0 : Math.Min(MaxIndent, indents[parent] + 1);
            indents[i] = indent;
            var levels = skipped == 0 ? ""
                : string.Create(CultureInfo.InvariantCulture, $"({skipped} level{(skipped == 1 ? "" : "s")} above not shown) ");
            var below = hidden[i] > 0 ? string.Create(CultureInfo.InvariantCulture, $" (+{hidden[i]} below not shown)") : "";
            var span = _outline.Spans[i];
            yield return $"{new string(' ', 2 * indent)}- {levels}{(isShort ? SpanText.ShortOf(span) : SpanText.Of(span))}{below}";
        }
    }

    // Counted at the nearest span above that is shown.
    private int[] HiddenBelow(SortedSet<int> shown)
    {
        var hidden = new int[_outline.Spans.Count];
        for (var i = hidden.Length - 1; i >= 0; i--)
        {
            if (!shown.Contains(i) && _outline.Parents[i] >= 0)
                hidden[_outline.Parents[i]] += hidden[i] + 1;
        }

        return hidden;
    }
}

/// <summary>Finds spans by the ids of a call.</summary>
internal static class SpanIds
{
    /// <summary>Returns the span with an id.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static Span Find(Trace trace, string id) => trace.FindSpan(id) ?? throw new UsageException(
        $"Trace {trace.Reference} has no span '{ToolText.Of(id, 80)}'.", "a span id in brackets as get_trace shows it");
}
