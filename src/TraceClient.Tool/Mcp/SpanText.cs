namespace TraceClient.Tool;

/// <summary>Describes traces and spans on one line each.</summary>
internal static class SpanText
{
    /// <summary>The length from which on a name is truncated.</summary>
    public const int MaxName = 80;

    /// <summary>The length from which on a status message is truncated.</summary>
    public const int MaxMessage = 160;

    // For lines that would not fit otherwise.
    private const int MaxShortName = 40;

    /// <summary>Returns the reference, name, status, duration, spans, model, tokens and cost of a trace.</summary>
    public static string Of(Trace trace)
    {
        var failed = trace.Spans.Count(span => span.Status == SpanStatus.Error);
        var models = trace.Spans.Select(span => span.GenAI?.Model).OfType<string>().Distinct(StringComparer.Ordinal).Take(4).ToList();
        return Join(
            $"{trace.Reference} {Quoted(trace.Name)}",
            trace.Status == TraceStatus.Unset ? null : ValueText.Of(trace.Status),
            trace.Duration is null ? null : ValueText.Of(trace.Duration),
            string.Create(CultureInfo.InvariantCulture, $"{Count(trace.Spans.Count, "span", "spans")}, {failed} failed"),
            models.Count == 0 ? null : ToolText.Of(string.Join(", ", models), MaxName),
            UsageOf(trace.Usage?.InputTokens, trace.Usage?.OutputTokens, trace.Usage?.Costs),
            trace.StartTime is { } start ? $"started {start}" : null,
            trace.ServiceName is { } service ? $"service {ToolText.Of(service, MaxName)}" : null,
            trace.SessionId is { } session ? $"session {ToolText.Of(session, MaxName)}" : null);
    }

    /// <summary>Returns the type, name, duration, status, model, tokens, cost and id of a span.</summary>
    public static string Of(Span span) => Of(span, MaxName, MaxMessage);

    /// <summary>Returns the same as <see cref="Of(Span)"/> with shorter texts.</summary>
    public static string ShortOf(Span span) => Of(span, MaxShortName, MaxShortName);

    private static string Of(Span span, int maxName, int maxMessage)
    {
        var call = span.GenAI;
        return Join(
            $"{ToolText.Of(span.Type.Value, 40)} {ToolText.Quoted(span.Name, maxName)}",
            span.Duration is null ? null : ValueText.Of(span.Duration),
            span.Status != SpanStatus.Error ? null
                : span.StatusMessage is { Length: > 0 } message ? $"ERROR: {ToolText.Of(message, maxMessage)}" : "ERROR",
            call?.Model is { } model ? ToolText.Of(model, Math.Min(60, maxName)) : null,
            UsageOf(call?.InputTokens, call?.OutputTokens, call?.Cost is { } cost ? [cost] : null),
            $"[{TerminalText.OneLine(span.Id)}]");
    }

    /// <summary>Returns tokens and costs; null where none is known.</summary>
    public static string? UsageOf(long? input, long? output, IReadOnlyList<GenAICost>? costs)
    {
        var tokens = input is null && output is null ? null
            : $"{TextOf(input)} in, {TextOf(output)} out tokens";
        var cost = costs is { Count: > 0 } ? $"cost {ToolText.Of(string.Join(" + ", costs), MaxName)}" : null;
        return tokens is null && cost is null ? null : Join(tokens, cost);
    }

    private static string TextOf(long? tokens) => tokens?.ToString(CultureInfo.InvariantCulture) ?? "?";

    /// <summary>Returns a number and its noun.</summary>
    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    /// <summary>Returns a name in quotation marks.</summary>
    public static string Quoted(string name) => ToolText.Quoted(name, MaxName);

    /// <summary>Returns the parts that are not null.</summary>
    public static string Join(params IEnumerable<string?> parts) => string.Join(" · ", parts.OfType<string>());
}

/// <summary>Represents the spans of a trace in the order of its tree, with the span that each is part of.</summary>
internal sealed class SpanOutline
{
    private readonly Dictionary<Span, int> _indexes = new(ReferenceEqualityComparer.Instance);

    private SpanOutline(IReadOnlyList<Span> roots)
    {
        // Not recursive: a chain can be 100,000 spans deep.
        var rest = new Stack<(Span Span, int Parent)>();
        for (var i = roots.Count - 1; i >= 0; i--)
            rest.Push((roots[i], -1));
        var spans = new List<Span>();
        var parents = new List<int>();
        var depths = new List<int>();
        while (rest.TryPop(out var next))
        {
            var index = spans.Count;
            if (!_indexes.TryAdd(next.Span, index))
                continue;
            spans.Add(next.Span);
            parents.Add(next.Parent);
            depths.Add(next.Parent < 0 ? 0 : depths[next.Parent] + 1);
            for (var i = next.Span.Children.Count - 1; i >= 0; i--)
                rest.Push((next.Span.Children[i], index));
        }

        (Spans, Parents, Depths) = (spans, parents, depths);
    }

    /// <summary>Gets the spans: each before those below it.</summary>
    public IReadOnlyList<Span> Spans { get; }

    /// <summary>Gets the index of the span above each one; -1 for a root.</summary>
    public IReadOnlyList<int> Parents { get; }

    /// <summary>Gets the number of spans above each one.</summary>
    public IReadOnlyList<int> Depths { get; }

    public static SpanOutline Of(Trace trace) => new(trace.Roots.Count > 0 ? trace.Roots : trace.Spans);

    public static SpanOutline Below(Span span) => new([span]);

    /// <summary>Returns the names from the root to a span, of which the middle is left out if there are many.</summary>
    public string PathOf(Span span)
    {
        const int Shown = 3;
        var names = new List<string>();
        var levels = 0;
        for (var i = _indexes.GetValueOrDefault(span, -1); i >= 0; i = Parents[i], levels++)
        {
            if (levels < Shown || Parents[i] < 0)
                names.Add(ToolText.Of(Spans[i].Name, 40));
        }

        names.Reverse();
        if (levels > names.Count)
            names.Insert(1, string.Create(CultureInfo.InvariantCulture, $"({levels - names.Count} levels)"));
        return string.Join(" > ", names);
    }

    /// <summary>Returns for each span whether it, or one below it, meets a condition.</summary>
    public bool[] WithAncestors(Func<Span, bool> condition)
    {
        var isMet = new bool[Spans.Count];
        for (var i = Spans.Count - 1; i >= 0; i--)
        {
            isMet[i] |= condition(Spans[i]);
            if (isMet[i] && Parents[i] >= 0)
                isMet[Parents[i]] = true;
        }

        return isMet;
    }
}
