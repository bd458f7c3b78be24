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
            properties.Add(DiffText.LabelOf(difference.Property), DiffText.ChangeOf(difference, hasContent));

        var changes = comparison.Spans.SelectMany(span => DiffOutput.NamesOf(span.Change)).CountBy(name => name, StringComparer.Ordinal)
            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key}"));
        properties.Add("spans", string.Join(", ", changes) is { Length: > 0 } text ? text : "no difference");
        if (!all && comparison.Spans.All(span => span.Change == SpanChange.None))
            return;

        screen.Line();
        var isShown = ShownSpans(comparison, all);
        for (var i = 0; i < comparison.Spans.Count; i++)
        {
            if (isShown[i])
                Write(comparison.Spans[i]);
        }
    }

    /// <summary>Returns for each span whether it is shown: it, or one below it, differs.</summary>
    // The spans are in depth-first order, so from behind a span follows all below it.
    internal static bool[] ShownSpans(TraceComparison comparison, bool all)
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
        var mark = DiffText.MarkOf(span.Change);
        var style = mark switch { "+" => Styles.Good, "-" => Styles.Bad, " " => Styles.Dim, "~" => Styles.Warning, _ => Styles.Accent };
        var indent = new string(' ', Math.Min(MaxIndent, 2 * span.Depth));
        screen.Line(
            ($"{mark} {indent}", style), (span.Span.Type.Value, TypeStyles.Of(span.Span.Type)), (" ", Styles.Plain),
            (span.Span.Name, span.Change == SpanChange.None ? Styles.Dim : Styles.Plain),
            (span.Change.HasFlag(SpanChange.Moved) ? "  moved" : "", Styles.Accent));
        foreach (var difference in span.Differences)
        {
            screen.Line(
                ($"    {indent}{DiffText.LabelOf(difference.Property)}: ", Styles.Dim),
                (DiffText.ChangeOf(difference, hasContent), Styles.Plain));
        }
    }
}

/// <summary>Provides the words and signs of a comparison.</summary>
internal static class DiffText
{
    /// <summary>The text of a value that one side does not have.</summary>
    public const string None = "-";

    public static string MarkOf(SpanChange change) => change switch
    {
        SpanChange.Added => "+",
        SpanChange.Removed => "-",
        SpanChange.None => " ",
        _ when change.HasFlag(SpanChange.Changed) => "~",
        _ => ">",
    };

    public static string ChangeOf(TraceDifference difference, bool hasContent) => hasContent || !DiffOutput.IsBody(difference)
        ? $"{TextOf(difference, difference.Baseline)} -> {TextOf(difference, difference.Other)}"
        : "differs (shown with --content)";

    /// <summary>Returns both values as text.</summary>
    public static (string Baseline, string Other) ValuesOf(TraceDifference difference) =>
        (TextOf(difference, difference.Baseline), TextOf(difference, difference.Other));

    public static string LabelOf(string property) => property switch
    {
        "inputTokens" => "tokens in",
        "outputTokens" => "tokens out",
        "toolCalls" => "tool calls",
        _ => property,
    };

    private static string TextOf(TraceDifference difference, string? value) => value is null ? None
        : difference.Property == "duration" ? ValueText.Of(TimeSpan.Parse(value, CultureInfo.InvariantCulture))
        : value;
}
