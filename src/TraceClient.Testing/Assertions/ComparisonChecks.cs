using TraceClient.Analysis;

namespace TraceClient.Testing;

/// <summary>Compares a trace with a baseline.</summary>
internal static class ComparisonChecks
{
    public const string Check = "baseline";

    // Their values are arguments and bodies of records.
    private static readonly string[] Contents = ["arguments", "input", "output"];

    /// <summary>Returns a violation for each difference; none for a trace that matches the baseline.</summary>
    public static List<TraceViolation> Compare(Trace trace, Trace baseline, TraceComparisonOptions? tolerance)
    {
        var comparison = TraceComparison.Compare(baseline, trace, tolerance);
        var violations = comparison.Differences.Select(difference => Of(difference, "")).ToList();
        var parents = new List<Span?>();
        foreach (var span in comparison.Spans)
        {
            parents.RemoveRange(span.Depth, parents.Count - span.Depth);
            violations.AddRange(Of(span, parents.FindLast(parent => parent is not null)));
            parents.Add(span.Other);
        }

        if (violations.Count == 0 && trace.Status == TraceStatus.Running && baseline.Status != TraceStatus.Running)
            violations.Add(new TraceViolation(Check, "the spans of the baseline", "a trace that is still running"));
        return violations;
    }

    private static IEnumerable<TraceViolation> Of(SpanComparison span, Span? parent)
    {
        var name = NameOf(span.Span);
        if (span.Change.HasFlag(SpanChange.Removed))
        {
            yield return new TraceViolation(Check, $"the span {name}", "none")
            {
                Spans = parent is null ? [] : [new SpanViolation(parent.Id, $"without the child {name}")],
            };
        }

        if (span.Other is not { } other)
            yield break;
        if (span.Change.HasFlag(SpanChange.Added))
            yield return Of(other, "only spans of the baseline", $"the span {name}", "not in the baseline");
        if (span.Change.HasFlag(SpanChange.Moved))
            yield return Of(other, $"the span {name} in its place of the baseline", "another place", "moved");
        foreach (var difference in span.Differences)
        {
            yield return Of(difference, $" of the span {name}") with
            {
                Spans = [new SpanViolation(other.Id, $"{difference.Property} differs")],
            };
        }
    }

    private static TraceViolation Of(Span span, string expected, string actual, string reason) =>
        new(Check, expected, actual) { Spans = [new SpanViolation(span.Id, reason)] };

    private static TraceViolation Of(TraceDifference difference, string ofSpan)
    {
        if (Contents.Contains(difference.Property, StringComparer.Ordinal))
            return new TraceViolation(Check, $"the {difference.Property}{ofSpan} of the baseline", "another one");
        return new TraceViolation(
            Check, $"{difference.Property} {TextOf(difference, difference.Baseline)}{ofSpan}", TextOf(difference, difference.Other));
    }

    private static string TextOf(TraceDifference difference, string? value) => value is null ? "none"
        : difference.Property == "duration" && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) ? DurationText.Of(time)
        : value;

    private static string NameOf(Span span) => $"{SafeText.Of(span.Type.Value, 40)} {SafeText.Of(span.Name, 60)}";
}
