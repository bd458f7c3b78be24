using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary>The tool <c>find_in_trace</c>.</summary>
internal sealed class FindInTraceTool(TraceToolContext context) : TraceTool(
    context,
    "find_in_trace",
    "Finds a text, in any case, in the spans of a trace: paths with snippets.",
    ToolParameter.Reference,
    new ToolParameter("text", ToolParameterType.Text) { IsRequired = true },
    new ToolParameter("field", ToolParameterType.Text, "Only there") { Values = ["name", "status", "attributes", "records"] },
    ToolParameter.MaxChars)
{
    private const int MaxShown = 100;
    private const int Before = 40;
    private const int SnippetLength = 140;
    private const int MaxPath = 160;

    protected override async Task<ToolResponse> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var searched = arguments.RequiredText("text");
        var field = arguments.Text("field");
        var trace = await ReadAsync(arguments, cancellationToken);
        var text = TextFor(arguments);
        var found = 0;
        var lines = new List<string>();
        if (field is null or "attributes")
            Find("trace", ValuesOf("attributes", trace.Attributes));
        foreach (var span in trace.Spans)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Find($"[{TerminalText.OneLine(span.Id)}] {ToolText.Of(span.Name, 40)}", ValuesOf(span, field));
        }

        text.Head($"{found} values of {trace.Reference} contain {SpanText.Quoted(searched)}.");
        if (!Context.HasContent)
            text.Line($"Only names, status messages and attributes were searched. {TraceToolContext.ContentNotice}");
        if (found == 0)
            text.Line(field is null
                ? "Next: a shorter text, or get_trace for the names of the spans."
                : "Next: the same call without field.");
        var shown = text.Lines(lines);
        if (shown < found)
            text.Line($"{found - shown} more are left out. Use a longer text, or field.");
        return text;

        void Find(string place, IEnumerable<(string Path, string Value)> values)
        {
            foreach (var (path, value) in values)
            {
                // The last name of a path is searched as well.
                var index = IndexIn(value, searched);
                if (index < 0 && (path.LastIndexOf('.') is not (> 0 and var dot) || IndexIn(path[dot..], searched) < 0))
                    continue;
                if (found++ < MaxShown)
                    lines.Add($"{place}  {path}: {SnippetOf(value, index)}");
            }
        }
    }

    // A text is masked before it is searched, so that no response tells whether a secret contains a text.
    private IEnumerable<(string Path, string Value)> ValuesOf(Span span, string? field)
    {
        if (field is null or "name")
            yield return ("name", ToolText.Mask(span.Name));
        if (field is null or "status" && span.StatusMessage is { } message)
            yield return ("status message", ToolText.Mask(message));
        if (field is null or "attributes")
        {
            foreach (var value in ValuesOf("attributes", span.Attributes).Concat(ValuesOf("resource", span.Resource)))
                yield return value;
        }

        if (field is not (null or "records"))
            yield break;
        for (var i = 0; i < span.Records.Count; i++)
        {
            var record = span.Records[i];
            var path = string.Create(CultureInfo.InvariantCulture, $"records[{i}]");
            if (record.Name is not null)
                yield return ($"{path}.name", ToolText.Mask(record.Name));
            foreach (var value in ValuesOf($"{path}.attributes", record.Attributes))
                yield return value;
            if (!Context.HasContent || record.Body.IsNull)
                continue;
            foreach (var value in LeavesOf($"{path}.body", "", BodyValue.Of(record.Body)))
                yield return value;
        }
    }

    private IEnumerable<(string Path, string Value)> ValuesOf(string path, AttributeMap map) =>
        map.Where(one => Context.HasContent || !ContentAttributes.Contains(one.Key))
            .SelectMany(one => LeavesOf($"{path}.{one.Key}", one.Key, one.Value));

    private static IEnumerable<(string Path, string Value)> LeavesOf(string path, string name, AttributeValue value)
    {
        var rest = new Stack<(string Path, string Name, AttributeValue Value)>([(path, name, value)]);
        while (rest.TryPop(out var next))
        {
            if (next.Value.AsMap is { } map)
            {
                foreach (var (key, item) in map.Reverse())
                    rest.Push(($"{next.Path}.{key}", key, item));
            }
            else if (next.Value.AsList is { } list)
            {
                for (var i = list.Count - 1; i >= 0; i--)
                    rest.Push((string.Create(CultureInfo.InvariantCulture, $"{next.Path}[{i}]"), next.Name, list[i]));
            }
            else
            {
                yield return (ToolText.Of(next.Path, MaxPath), MaskedValue.TextOf(next.Value, next.Name));
            }
        }
    }

    private static int IndexIn(string value, string searched) => value.IndexOf(searched, StringComparison.OrdinalIgnoreCase);

    private static string SnippetOf(string value, int index)
    {
        var start = ToolText.StartOf(value, Math.Max(0, index - Before));
        return (start > 0 ? "…" : "") + TerminalText.OneLine(ToolText.Cut(value[start..], SnippetLength));
    }
}
