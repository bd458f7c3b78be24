namespace TraceClient.Analysis;

/// <summary>Compares the properties of two spans or traces.</summary>
internal sealed class SpanDiffer(TraceComparisonOptions options)
{
    public List<TraceDifference> Compare(Span baseline, Span other)
    {
        var (left, right) = (baseline.GenAI, other.GenAI);
        var differences = Compare(
            new Figures(baseline.Status.ToString(), baseline.Duration, left?.InputTokens, left?.OutputTokens),
            new Figures(other.Status.ToString(), other.Duration, right?.InputTokens, right?.OutputTokens));
        Add(differences, "model", left?.Model, right?.Model);
        if (!options.CompareContent)
            return differences;

        Add(differences, "arguments", TextOf(left?.ToolArguments), TextOf(right?.ToolArguments));
        Add(differences, "input", ContentOf(baseline, RecordKind.Input), ContentOf(other, RecordKind.Input));
        Add(differences, "output", ContentOf(baseline, RecordKind.Output), ContentOf(other, RecordKind.Output));
        return differences;
    }

    public List<TraceDifference> Compare(Trace baseline, Trace other)
    {
        var (left, right) = (baseline.Usage, other.Usage);
        var differences = Compare(
            new Figures(baseline.Status.ToString(), baseline.Duration, left?.InputTokens, left?.OutputTokens),
            new Figures(other.Status.ToString(), other.Duration, right?.InputTokens, right?.OutputTokens));
        AddCosts(differences, left?.Costs ?? [], right?.Costs ?? []);
        Add(differences, "toolCalls", ToolCallsOf(baseline), ToolCallsOf(other));
        return differences;
    }

    private List<TraceDifference> Compare(Figures baseline, Figures other)
    {
        var differences = new List<TraceDifference>();
        Add(differences, "status", baseline.Status, other.Status);
        Add(differences, baseline.Duration, other.Duration);
        Add(differences, "inputTokens", baseline.InputTokens, other.InputTokens);
        Add(differences, "outputTokens", baseline.OutputTokens, other.OutputTokens);
        return differences;
    }

    private static string? ToolCallsOf(Trace trace)
    {
        var calls = StableOrder.Of(trace.Spans.Where(span => span.Type == SpanType.Tool), span => span)
            .Select(span => span.GenAI?.ToolName ?? span.Name);
        return string.Join(", ", calls) is { Length: > 0 } names ? names : null;
    }

    private static void Add(List<TraceDifference> differences, string property, string? baseline, string? other)
    {
        if (!string.Equals(baseline, other, StringComparison.Ordinal))
            differences.Add(new(property, baseline, other));
    }

    private void Add(List<TraceDifference> differences, TimeSpan? baseline, TimeSpan? other)
    {
        if (baseline is { } left && other is { } right)
        {
            var tolerance = (options.DurationTolerance * Math.Max(left.Ticks, right.Ticks)) + options.DurationSlack.Ticks;
            if (Math.Abs((double)left.Ticks - right.Ticks) <= tolerance)
                return;
        }

        Add(differences, "duration", TextOf(baseline), TextOf(other));
    }

    private void Add(List<TraceDifference> differences, string property, long? baseline, long? other)
    {
        if (!IsClose(baseline, other))
            Add(differences, property, baseline?.ToString(CultureInfo.InvariantCulture), other?.ToString(CultureInfo.InvariantCulture));
    }

    private void AddCosts(List<TraceDifference> differences, IReadOnlyList<GenAICost> baseline, IReadOnlyList<GenAICost> other)
    {
        foreach (var currency in baseline.Concat(other).Select(cost => cost.Currency).Distinct(StringComparer.Ordinal))
        {
            GenAICost? left = baseline.Where(cost => cost.Currency == currency).Select(cost => (GenAICost?)cost).FirstOrDefault();
            GenAICost? right = other.Where(cost => cost.Currency == currency).Select(cost => (GenAICost?)cost).FirstOrDefault();
            if (!IsClose((double?)left?.Amount, (double?)right?.Amount))
                Add(differences, "cost", left?.ToString(), right?.ToString());
        }
    }

    private bool IsClose(double? left, double? right) => left is { } one && right is { } other
        ? Math.Abs(one - other) <= options.TokenTolerance * Math.Max(one, other)
        : left is null && right is null;

    private static string? TextOf(TimeSpan? time) => time?.ToString("c", CultureInfo.InvariantCulture);

    private static string? TextOf(JsonPayload? payload) => payload is { IsNull: false } value ? value.ToString() : null;

    // One value as it is, several as an array.
    private static string? ContentOf(Span span, RecordKind kind)
    {
        var bodies = span.Records.Where(record => record.Kind == kind).Select(record => record.Body.ToString()).ToList();
        return bodies.Count switch { 0 => null, 1 => bodies[0], _ => $"[{string.Join(',', bodies)}]" };
    }

    /// <summary>What a span and a trace have in common.</summary>
    private sealed record Figures(string Status, TimeSpan? Duration, long? InputTokens, long? OutputTokens);
}
