using Spectre.Console;

namespace TraceClient.Tool;

/// <summary>The colours of the types, out of the sixteen that the reader's
/// terminal has chosen; the type's name stands beside each.</summary>
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
