using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>Provides the text styles. The output does not depend on color alone.</summary>
internal static class Styles
{
    public static readonly Style Plain = Style.Plain;
    public static readonly Style Dim = new(decoration: Decoration.Dim);
    public static readonly Style Heading = new(decoration: Decoration.Bold);
    public static readonly Style Accent = new(Color.Teal);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Bad = new(Color.Red);
    public static readonly Style Warning = new(Color.Olive);

    public static Style Of(TraceStatus status) => status switch
    {
        TraceStatus.Ok => Good,
        TraceStatus.Error => Bad,
        TraceStatus.Running => Warning,
        _ => Dim,
    };

    public static Style Of(SpanStatus status) => status switch
    {
        SpanStatus.Ok => Good,
        SpanStatus.Error => Bad,
        _ => Dim,
    };
}

/// <summary>Provides the colors of span types, from the 16 colors of the terminal.</summary>
internal static class TypeStyles
{
    private static readonly Dictionary<SpanType, Style> ByType = new()
    {
        [SpanType.Agent] = new(Color.Purple),
        [SpanType.Tool] = new(Color.Blue),
        [SpanType.Generation] = new(Color.Olive),
        [SpanType.Chain] = new(Color.Silver),
        [SpanType.Retriever] = new(Color.Aqua),
        [SpanType.Embedding] = new(Color.Green),
        [SpanType.Evaluator] = new(Color.Lime),
        [SpanType.Guardrail] = new(Color.Fuchsia),
        [SpanType.Event] = Styles.Dim,
        [SpanType.Span] = Styles.Accent,
        [SpanType.Input] = new(Color.Green),
        [SpanType.Filter] = new(Color.Olive),
        [SpanType.PreOutput] = new(Color.Purple),
        [SpanType.Output] = new(Color.Blue),
    };

    public static Style Of(SpanType type) => ByType.GetValueOrDefault(type, Styles.Plain);
}
