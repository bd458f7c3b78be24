namespace TraceClient.Tool;

/// <summary>The tool <c>show_changes</c>.</summary>
internal sealed class ShowChangesTool(TraceToolContext context) : TraceTool(
    context,
    "show_changes",
    "Shows what the steps of a pipeline, or one of them, did to the records: unchanged, changed, removed, added.",
    ToolParameter.Reference,
    new ToolParameter("span_id", ToolParameterType.Text, "One step with its records; default all steps"),
    ToolParameter.MaxChars)
{
    private const int MaxValue = 120;
    private const int MaxFields = 10;

    protected override async Task<ToolResponse> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var trace = await ReadAsync(arguments, cancellationToken);
        var id = arguments.Text("span_id");
        var steps = new RecordSteps(trace);
        List<RecordStep> shown = id is null
            ? [.. steps.All().Where(step => step.Entries.Count > 0 || step.IsPipelineStep)]
            : [steps.Of(SpanIds.Find(trace, id))];
        var text = TextFor(arguments).Head(SpanText.Of(trace));
        if (shown.Count == 0)
            return text.Line("No span has records. Next: get_trace for the spans.");
        if (!Context.HasContent)
            text.Line($"Only the names of fields are shown. {TraceToolContext.ContentNotice}");
        var written = text.Lines(shown.Select(step => HeadOf(step)));
        if (written < shown.Count)
            text.Line($"{shown.Count - written} more steps are left out. Raise max_chars to see more.");
        if (id is null)
            return text.Line("Next: show_changes with a span_id for the records of a step.");

        List<RecordEntry> entries = [.. shown[0].Entries.Where(entry => entry.Kind != ChangeKind.Unchanged)];
        text.Line();
        written = text.Lines(entries.Select(LineOf));
        if (written < entries.Count)
            text.Line($"{entries.Count - written} more records are left out. Raise max_chars to see more.");
        return text;
    }

    private static string HeadOf(RecordStep step)
    {
        var changes = step.Entries.Where(entry => entry.Kind is not null)
            .CountBy(entry => entry.Kind!.Value)
            .OrderBy(change => change.Key)
            .Select(change => string.Create(CultureInfo.InvariantCulture, $"{change.Value} {ChangeText.Of(change.Key)}"));
        var after = step.Entries.Count(entry => entry.Kind != ChangeKind.Removed);
        return SpanText.Join(
            string.Create(CultureInfo.InvariantCulture, $"{step.Number}. {SpanText.Of(step.Span)}"),
            step.Before is null ? null : string.Create(CultureInfo.InvariantCulture, $"{step.Before.Records.Count} in"),
            string.Create(CultureInfo.InvariantCulture, $"{after} out"),
            string.Join(", ", changes) is { Length: > 0 } counts ? counts : null);
    }

    private string LineOf(RecordEntry entry)
    {
        var change = entry.Change;
        var index = (change?.After ?? change?.Before)?.Index;
        var head = $"{ChangeText.SignOf(entry.Kind)} {(index is { } number ? $"records[{ValueText.Of(number)}]" : entry.Record.Kind)}: ";
        if (change is not { Kind: ChangeKind.Changed })
        {
            return head + (entry.Record.Body.IsNull ? "no body"
                : Context.HasContent ? ToolText.Cut(MaskedValue.TextOf(entry.Record.Body).Replace('\n', ' '), 4 * MaxValue)
                : SpanValues.ShapeOf(entry.Record.Body));
        }

        var values = change.Values.Take(MaxFields).Select(DescriptionOf);
        var more = change.Values.Count > MaxFields ? $"; and {change.Values.Count - MaxFields} more" : "";
        return $"{head}{string.Join("; ", values)}{more}";
    }

    private string DescriptionOf(ValueChange change)
    {
        var path = ToolText.Of(string.Join('.', change.Path is ["body", _, ..] ? change.Path.Skip(1) : change.Path), MaxValue);
        if (!Context.HasContent)
            return $"{ChangeText.Of(change.Kind)} {path}";
        return change.Kind switch
        {
            ChangeKind.Added => $"{path} added: {Value(change.After)}",
            ChangeKind.Removed => $"{path} removed, was {Value(change.Before)}",
            _ => $"{path}: {Value(change.Before)} -> {Value(change.After)}",
        };

        string Value(AttributeValue? value) => value is not { } known ? "none"
            : ToolText.Cut(MaskedValue.JsonOf(known, change.Path.LastOrDefault(name => !name.All(char.IsAsciiDigit)) ?? ""), MaxValue);
    }
}
