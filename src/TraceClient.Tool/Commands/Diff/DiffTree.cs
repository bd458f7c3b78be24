using Spectre.Console;
using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Writes a comparison as text: the traces, then the spans that differ below those that they are part of.</summary>
internal sealed class DiffTree(Screen screen, TraceComparison comparison, bool hasContent)
{
    private const int MaxIndent = 40;

    public void Write(bool all)
    {
        var (baseline, other) = (comparison.Baseline, comparison.Other);
        screen.Line(("- ", Styles.Bad), ($"{baseline.Reference}  ", Styles.Dim), (baseline.Name, Styles.Heading));
        screen.Line(("+ ", Styles.Good), ($"{other.Reference}  ", Styles.Dim), (other.Name, Styles.Heading));
        var properties = new PropertyList(screen);
        foreach (var difference in comparison.Differences)
            properties.Add(LabelOf(difference.Property), ChangeOf(difference));

        var changes = comparison.Spans.SelectMany(span => DiffOutput.NamesOf(span.Change)).CountBy(name => name, StringComparer.Ordinal)
            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key}"));
        properties.Add("spans", string.Join(", ", changes) is { Length: > 0 } text ? text : "no difference");
        if (!all && comparison.Spans.All(span => span.Change == SpanChange.None))
            return;

        screen.Line();
        var isShown = Shown(all);
        for (var i = 0; i < comparison.Spans.Count; i++)
        {
            if (isShown[i])
                Write(comparison.Spans[i]);
        }
    }

    // A span is shown when it or one below it differs. The spans are in depth-first order, so from behind a span follows all below it.
    private bool[] Shown(bool all)
    {
        var isShown = new bool[comparison.Spans.Count];
        var depthBelow = 0;
        for (var i = isShown.Length - 1; i >= 0; i--)
        {
            var span = comparison.Spans[i];
            isShown[i] = all || span.Change != SpanChange.None || span.Depth < depthBelow;
            depthBelow = isShown[i] ? span.Depth : Math.Min(depthBelow, span.Depth);
        }

        return isShown;
    }

    private void Write(SpanComparison span)
    {
        var (mark, style) = span.Change switch
        {
            SpanChange.Added => ("+", Styles.Good),
            SpanChange.Removed => ("-", Styles.Bad),
            SpanChange.None => (" ", Styles.Dim),
            var change when change.HasFlag(SpanChange.Changed) => ("~", Styles.Warning),
            _ => (">", Styles.Accent),
        };
        var indent = new string(' ', Math.Min(MaxIndent, 2 * span.Depth));
        screen.Line(
            ($"{mark} {indent}", style), (span.Span.Type.Value, TypeStyles.Of(span.Span.Type)), (" ", Styles.Plain),
            (span.Span.Name, span.Change == SpanChange.None ? Styles.Dim : Styles.Plain),
            (span.Change.HasFlag(SpanChange.Moved) ? "  moved" : "", Styles.Accent));
        foreach (var difference in span.Differences)
            screen.Line(($"    {indent}{LabelOf(difference.Property)}: ", Styles.Dim), (ChangeOf(difference), Styles.Plain));
    }

    private string ChangeOf(TraceDifference difference) => hasContent || !DiffOutput.IsBody(difference)
        ? $"{TextOf(difference, difference.Baseline)} -> {TextOf(difference, difference.Other)}"
        : "differs (shown with --content)";

    private static string TextOf(TraceDifference difference, string? value) => value is null ? "-"
        : difference.Property == "duration" ? ValueText.Of(TimeSpan.Parse(value, CultureInfo.InvariantCulture))
        : value;

    private static string LabelOf(string property) => property switch
    {
        "inputTokens" => "tokens in",
        "outputTokens" => "tokens out",
        "toolCalls" => "tool calls",
        _ => property,
    };
}
