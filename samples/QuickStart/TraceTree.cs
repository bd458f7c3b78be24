using TraceClient;

namespace QuickStart;

/// <summary>One trace as a tree of its spans.</summary>
internal static class TraceTree
{
    public static void Write(Trace trace, Screen screen)
    {
        screen.Line($"  {trace.Name}  {Format.Status(trace.Status, screen).TrimEnd()}  {Format.Duration(trace.Duration)}  {screen.Dim(trace.Reference.ToString())}");

        // A stack and no recursion: a trace can be deeper than the call stack.
        var rest = new Stack<(Span Span, string Indent, bool IsLast)>();
        Push(trace.Roots, "  ");
        while (rest.TryPop(out var line))
        {
            screen.Line($"{screen.Dim(line.Indent + (line.IsLast ? "└─ " : "├─ "))}{Describe(line.Span, screen)}");
            Push(line.Span.Children, line.Indent + (line.IsLast ? "   " : "│  "));
        }

        foreach (var warning in trace.Warnings)
            screen.Line($"  {screen.Warn("warning")} {warning.Message}");

        void Push(IReadOnlyList<Span> spans, string indent)
        {
            for (var i = spans.Count - 1; i >= 0; i--)
                rest.Push((spans[i], indent, i == spans.Count - 1));
        }
    }

    private static string Describe(Span span, Screen screen)
    {
        var duration = span.Duration is null ? "" : $"  {Format.Duration(span.Duration)}";
        var records = span.Records.Count switch { 0 => "", 1 => "  1 record", var count => $"  {count} records" };
        var failure = span.Status == SpanStatus.Error ? screen.Bad($"  failed: {span.StatusMessage}") : "";
        var warnings = span.Warnings.Count == 0 ? "" : screen.Warn($"  {string.Join(", ", span.Warnings.Select(warning => warning.Code))}");
        return $"{screen.Accent(span.Type.Value)} {span.Name}{duration}{screen.Dim(records)}{failure}{warnings}";
    }
}
