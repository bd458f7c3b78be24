using TraceClient.Analysis;

namespace TraceClient.Testing;

/// <summary>The checks of assertions and policies. Each returns null for a trace that passes.</summary>
/// <remarks>
/// A fact that is unknown is a violation, never a success; so is an upper limit of a trace that is still running, since it can be exceeded
/// yet.
/// </remarks>
internal static class TraceChecks
{
    private const int MaxNamed = 10;
    private const int MaxCauses = 3;
    private const string Running = "a trace that is still running";

    public static TraceViolation? Status(Trace trace, TraceStatus expected)
    {
        if (trace.Status == expected)
            return null;
        var actual = trace.Status switch
        {
            TraceStatus.Unset => "Unset: the source states no status",
            TraceStatus.Running => Running,
            var status => status.ToString(),
        };
        return new TraceViolation("status", $"the status {expected}", actual)
        {
            Spans = trace.Status == TraceStatus.Error ? Mark(FailedSpans(trace), "status Error") : [],
        };
    }

    public static TraceViolation? MaxErrors(Trace trace, int max)
    {
        var failed = FailedSpans(trace);
        var expected = $"at most {Count(max, "failed span")}";
        return failed.Count > max
            ? new TraceViolation("maxErrors", expected, $"{failed.Count}") { Spans = Mark(failed, "status Error") }
            : WhileRunning(trace, "maxErrors", expected);
    }

    public static TraceViolation? MaxDuration(Trace trace, TimeSpan max)
    {
        var expected = $"a duration of at most {DurationText.Of(max)}";
        if (trace.Duration > max)
            return new TraceViolation("maxDuration", expected, DurationText.Of(trace.Duration.Value)) { Spans = SlowSpans(trace) };
        return WhileRunning(trace, "maxDuration", expected)
            ?? (trace.Duration is null ? new TraceViolation("maxDuration", expected, "a trace whose duration is unknown") : null);
    }

    public static TraceViolation? MaxTokens(Trace trace, long max)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"at most {max} tokens");
        if (trace.Usage?.TotalTokens is not { } tokens)
            return Unless(WhileRunning(trace, "maxTokens", expected), "maxTokens", expected, "a trace of which no tokens are known");
        return tokens > max
            ? new TraceViolation("maxTokens", expected, $"{tokens}") { Spans = CostlySpans(trace) }
            : WhileRunning(trace, "maxTokens", expected);
    }

    public static TraceViolation? MaxCost(Trace trace, decimal max)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"a cost of at most {max}");
        var costs = trace.Usage?.Costs ?? [];
        if (costs.Count == 0)
            return Unless(WhileRunning(trace, "maxCost", expected), "maxCost", expected, "a trace of which no cost is known");
        // Amounts of different currencies cannot be summed.
        if (costs.Count > 1)
            return new TraceViolation("maxCost", expected, $"costs in several currencies: {string.Join(", ", costs)}");
        return costs[0].Amount > max
            ? new TraceViolation("maxCost", expected, costs[0].ToString()) { Spans = CostlySpans(trace) }
            : WhileRunning(trace, "maxCost", expected);
    }

    public static TraceViolation? MaxSpans(Trace trace, int max)
    {
        var expected = $"at most {Count(max, "span")}";
        return trace.Spans.Count > max
            ? new TraceViolation("maxSpans", expected, $"{trace.Spans.Count}")
            : WhileRunning(trace, "maxSpans", expected);
    }

    public static TraceViolation? Models(Trace trace, IReadOnlyList<string> allowed)
    {
        var expected = $"models {string.Join(", ", allowed)} only";
        var calls = trace.Spans.Where(span => span.Type == SpanType.Generation || ModelOf(span) is not null).ToList();
        var others = calls.FindAll(span => !IsAllowed(span));
        if (others.Count > 0)
        {
            return new TraceViolation("models", expected, Names(others.Select(span => ModelOf(span) ?? "an unknown model")))
            {
                Spans = [.. others.Select(span => new SpanViolation(span.Id, $"model {ModelOf(span) ?? "unknown"}"))],
            };
        }

        return WhileRunning(trace, "models", expected)
            ?? (calls.Count == 0 ? new TraceViolation("models", expected, "a trace of which no model calls are known") : null);

        bool IsAllowed(Span span) =>
            NamePattern.MatchesAny(allowed, span.GenAI?.Model) || NamePattern.MatchesAny(allowed, span.GenAI?.ResponseModel);
    }

    public static TraceViolation? RequiredTools(Trace trace, IReadOnlyList<string> tools)
    {
        var calls = ToolCalls(trace);
        var missing = tools.GroupBy(tool => tool, StringComparer.Ordinal)
            .Where(tool => calls.Count(call => NamePattern.Matches(tool.Key, ToolOf(call))) < tool.Count())
            .Select(tool => tool.Count() == 1 ? tool.Key : $"{tool.Key} ({tool.Count()} times)").ToList();
        return missing.Count == 0 ? null : new TraceViolation("tools.required", $"calls of {Names(missing)}", CallsOf(calls));
    }

    public static TraceViolation? ToolOrder(Trace trace, IReadOnlyList<string> tools)
    {
        var calls = ToolCalls(trace);
        var next = 0;
        var together = new List<Span>();
        for (var i = 0; i < calls.Count; i++)
        {
            // Calls that start at one time have no order.
            if (together.Count > 0 && (calls[i].StartTime is null || calls[i].StartTime != together[0].StartTime))
                together.Clear();
            together.Add(calls[i]);
            for (int found; next < tools.Count && (found = together.FindIndex(IsNext)) >= 0; next++)
                together.RemoveAt(found);
        }

        return next == tools.Count ? null : new TraceViolation("tools.inOrder", $"calls of {Names(tools)} in this order", CallsOf(calls))
        {
            Spans = Mark(calls.Where(call => NamePattern.MatchesAny(tools, ToolOf(call))), "not in order"),
        };

        bool IsNext(Span call) => NamePattern.Matches(tools[next], ToolOf(call));
    }

    public static TraceViolation? OnlyTools(Trace trace, IReadOnlyList<string> tools)
    {
        var expected = $"calls of {Names(tools)} only";
        var others = ToolCalls(trace).FindAll(call => !NamePattern.MatchesAny(tools, ToolOf(call)));
        return others.Count > 0
            ? new TraceViolation("tools.only", expected, CallsOf(others)) { Spans = Mark(others, "not expected") }
            : WhileRunning(trace, "tools.only", expected);
    }

    public static TraceViolation? ForbiddenTools(Trace trace, IReadOnlyList<string> tools)
    {
        var expected = $"no calls of {Names(tools)}";
        var found = ToolCalls(trace).FindAll(call => NamePattern.MatchesAny(tools, ToolOf(call)));
        return found.Count > 0
            ? new TraceViolation("tools.forbidden", expected, CallsOf(found)) { Spans = Mark(found, "forbidden") }
            : WhileRunning(trace, "tools.forbidden", expected);
    }

    public static TraceViolation? MaxToolCalls(Trace trace, int max)
    {
        var expected = $"at most {Count(max, "tool call")}";
        var calls = ToolCalls(trace);
        return calls.Count > max
            ? new TraceViolation("tools.maxCalls", expected, $"{calls.Count}") { Spans = Mark(calls.Skip(max), "one call too many") }
            : WhileRunning(trace, "tools.maxCalls", expected);
    }

    /// <summary>Checks that some span matches.</summary>
    public static TraceViolation? HasSpan(Trace trace, string description, Func<Span, bool> predicate) =>
        trace.Spans.Any(predicate) ? null : new TraceViolation("spans", $"a span {description}", "none");

    /// <summary>Checks that no span matches.</summary>
    public static TraceViolation? HasNoSpan(Trace trace, string description, Func<Span, bool> predicate)
    {
        var found = trace.Spans.Where(predicate).ToList();
        var expected = $"no span {description}";
        return found.Count > 0
            ? new TraceViolation("spans", expected, $"{found.Count}") { Spans = Mark(found, "matches") }
            : WhileRunning(trace, "spans", expected);
    }

    /// <summary>Checks the spans that a rule selects.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="check">The name of the rule, such as <c>spans[0]</c>.</param>
    public static IEnumerable<TraceViolation> Spans(Trace trace, SpanPolicy rule, string check)
    {
        var spans = trace.Spans.Where(span => rule.Selects(trace, span)).ToList();
        var description = $"{rule}";
        var min = rule.Min ?? (rule.Max is null ? 1 : 0);
        if (spans.Count < min)
            yield return new TraceViolation(check, $"at least {Count(min, "span")} {description}", $"{spans.Count}");
        if (rule.Max is { } max && (spans.Count > max || trace.Status == TraceStatus.Running))
        {
            var expected = $"at most {Count(max, "span")} {description}";
            yield return spans.Count > max
                ? new TraceViolation(check, expected, $"{spans.Count}") { Spans = Mark(spans.Skip(max), "one too many") }
                : new TraceViolation(check, expected, Running);
        }

        if (rule.MaxDuration is { } limit && spans.FindAll(span => !(span.Duration <= limit)) is { Count: > 0 } slow)
        {
            yield return new TraceViolation(
                check, $"at most {DurationText.Of(limit)} for each span {description}", DurationOf(slow.MaxBy(span => span.Duration)!))
            {
                Spans = [.. slow.Select(span => new SpanViolation(span.Id, DurationOf(span)))],
            };
        }

        if (rule.MaxErrors is { } errors && spans.FindAll(span => span.Status == SpanStatus.Error) is var failed && failed.Count > errors)
        {
            yield return new TraceViolation(check, $"at most {Count(errors, "failed span")} {description}", $"{failed.Count}")
            {
                Spans = Mark(failed, "status Error"),
            };
        }
    }

    /// <summary>Returns the tool that a span calls.</summary>
    private static string ToolOf(Span span) => span.GenAI?.ToolName ?? span.Name;

    private static List<Span> ToolCalls(Trace trace) => [.. trace.Spans.Where(span => span.Type == SpanType.Tool)];

    private static List<Span> FailedSpans(Trace trace) => [.. trace.Spans.Where(span => span.Status == SpanStatus.Error)];

    private static string? ModelOf(Span span) => span.GenAI?.Model ?? span.GenAI?.ResponseModel;

    private static string DurationOf(Span span) => span.Duration is { } duration ? DurationText.Of(duration) : "an unknown duration";

    private static TraceViolation? WhileRunning(Trace trace, string check, string expected) =>
        trace.Status == TraceStatus.Running ? new TraceViolation(check, expected, Running) : null;

    private static TraceViolation Unless(TraceViolation? other, string check, string expected, string actual) =>
        other ?? new TraceViolation(check, expected, actual);

    private static SpanViolation[] Mark(IEnumerable<Span> spans, string reason) =>
        [.. spans.Select(span => new SpanViolation(span.Id, reason))];

    /// <summary>Returns the spans that the trace waited for longest.</summary>
    private static SpanViolation[] SlowSpans(Trace trace) =>
    [
        .. trace.CriticalPath().GroupBy(segment => segment.Span.Id, StringComparer.Ordinal)
            .Select(group => (Id: group.Key, Time: Sum(group.Select(segment => segment.Duration))))
            .OrderByDescending(span => span.Time).Take(MaxCauses).Where(span => span.Time > TimeSpan.Zero)
            .Select(span => new SpanViolation(span.Id, $"{DurationText.Of(span.Time)} of the critical path")),
    ];

    // The parts of a critical path do not overlap, but times of unknown origin can be as long as the type allows.
    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => new((long)Int128.Min(
        times.Aggregate(Int128.Zero, (sum, time) => sum + time.Ticks), long.MaxValue));

    private static SpanViolation[] CostlySpans(Trace trace) =>
    [
        .. trace.Spans.Where(span => span.Children.Count == 0 && span.GenAI?.TotalTokens > 0)
            .OrderByDescending(span => span.GenAI?.TotalTokens).Take(MaxCauses)
            .Select(span => new SpanViolation(span.Id, "among the most tokens")),
    ];

    private static string CallsOf(List<Span> calls) => calls.Count == 0 ? "no tool calls" : $"calls of {Names(calls.Select(ToolOf))}";

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        var shown = string.Join(", ", all.Take(MaxNamed));
        return all.Count <= MaxNamed ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown}, … ({all.Count} in all)");
    }

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
