namespace TraceClient.Testing;

/// <summary>Writes what a trace violates, and its tree with the spans concerned marked.</summary>
internal static class FailureMessage
{
    private const int MaxViolations = 20;
    private const int MaxName = 60;
    private const int MaxStatusMessage = 80;

    // Deep chains are common in data of unknown origin; the marks at the end of the line must stay in sight.
    private const int MaxIndent = 40;

    public static string Of(Trace trace, IReadOnlyList<TraceViolation> violations)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(violations);
        var text = new StringBuilder();
        foreach (var violation in violations.Take(MaxViolations))
            text.Append(violation).Append('\n');
        if (violations.Count > MaxViolations)
            text.Append(CultureInfo.InvariantCulture, $"… {violations.Count - MaxViolations} more violations\n");

        text.Append('\n').Append(HeaderOf(trace));
        var reasons = violations.SelectMany(violation => violation.Spans)
            .GroupBy(span => span.SpanId, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => string.Join("; ", group.Select(span => span.Reason).Distinct(StringComparer.Ordinal).Take(3)),
                StringComparer.Ordinal);
        foreach (var line in TreeExcerpt.Of(trace, reasons.ContainsKey))
            text.Append('\n').Append(LineOf(line, reasons));
        return text.ToString();
    }

    // Null where none are known.
    private static string? TextOf(GenAIUsage? usage)
    {
        string?[] parts = [TokensOf(usage?.TotalTokens), .. (usage?.Costs ?? []).Select(cost => $"cost {cost}")];
        return string.Join(", ", parts.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    private static string HeaderOf(Trace trace)
    {
        var failed = trace.Spans.Count(span => span.Status == SpanStatus.Error);
        string?[] facts =
        [
            trace.Status == TraceStatus.Unset ? null : trace.Status.ToString(),
            trace.Duration is { } duration ? DurationText.Of(duration) : null,
            string.Create(CultureInfo.InvariantCulture, $"{trace.Spans.Count} spans{(failed == 0 ? "" : $" ({failed} failed)")}"),
            TextOf(trace.Usage),
        ];
        var name = $"{SafeText.Of(trace.Reference.ToString(), 2 * MaxName)}  {SafeText.Of(trace.Name, MaxName)}";
        return $"Trace {name}  {SafeText.Of(string.Join(", ", facts.OfType<string>()), 3 * MaxName)}";
    }

    private static string LineOf(TreeLine line, Dictionary<string, string> reasons)
    {
        var indent = new string(' ', Math.Min(MaxIndent, 2 * line.Depth));
        if (line.Span is not { } span)
        {
            var marked = line.HiddenMarked == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {line.HiddenMarked} of them marked");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{(line.HiddenMarked > 0 ? '>' : ' ')} {indent}… {line.Hidden} more {(line.Hidden == 1 ? "span" : "spans")}{marked}");
        }

        string?[] facts =
        [
            span.Duration is { } duration ? DurationText.Of(duration) : null,
            StatusOf(span),
            TokensOf(span.GenAI?.TotalTokens),
        ];
        var text = $"{indent}{SafeText.Of(span.Type.Value, MaxName)} {SafeText.Of(span.Name, MaxName)}  "
            + string.Join("  ", facts.OfType<string>());
        return reasons.TryGetValue(span.Id, out var reason) ? $"> {text.TrimEnd()}  <- {reason}" : $"  {text}".TrimEnd();
    }

    private static string? StatusOf(Span span) => span.Status switch
    {
        SpanStatus.Unset => null,
        SpanStatus.Error when span.StatusMessage is { Length: > 0 } message => $"Error: {SafeText.Of(message, MaxStatusMessage)}",
        var status => status.ToString(),
    };

    private static string? TokensOf(long? tokens) =>
        tokens is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count} tokens") : null;
}
