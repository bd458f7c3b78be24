namespace TraceClient.Otlp;

/// <summary>Groups spans by trace, in any order.</summary>
internal sealed class TraceAggregator
{
    private readonly Dictionary<TraceReference, List<ReadSpan>> _traces = [];
    private readonly List<TraceReference> _order = [];

    public void Add(ReadSpan span)
    {
        if (!_traces.TryGetValue(span.Trace.Reference, out var spans))
        {
            _traces.Add(span.Trace.Reference, spans = []);
            _order.Add(span.Trace.Reference);
        }

        spans.Add(span);
    }

    /// <summary>Gets the traces in the order of their first spans. Each one is released after it is returned.</summary>
    public IEnumerable<Trace> Traces()
    {
        foreach (var reference in _order)
        {
            _traces.Remove(reference, out var spans);
            yield return Assemble(spans!);
        }
    }

    private static Trace Assemble(List<ReadSpan> spans)
    {
        // If a trace was written more than once, the last version is used, as for its spans.
        var first = spans.FindLast(span => span.IsHeader) ?? spans[0];
        var trace = TraceAssembler.Assemble(
            first.Trace, spans.Where(span => !span.IsPlaceholder).Select(span => WithoutFindings(span.Span)), OrderOf(spans));
        return first.IsHeader || trace.Spans.Count == 0 ? trace : Described(trace);
    }

    /// <summary>Gets whether the assembly of the trace creates the warning again.</summary>
    private static Span WithoutFindings(Span span) =>
        span.Warnings.Any(IsFoundAgain) ? span with { Warnings = [.. span.Warnings.Where(warning => !IsFoundAgain(warning))] } : span;

    private static bool IsFoundAgain(TraceWarning warning) => warning.Code is TraceWarningCodes.MissingParent or TraceWarningCodes.Cycle;

    private static Comparer<Span>? OrderOf(List<ReadSpan> spans)
    {
        if (!spans.Exists(span => span.Index is not null))
            return null;

        var places = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var span in spans)
            places[span.Span.Id] = span.Index ?? long.MaxValue;
        return Comparer<Span>.Create((left, right) =>
        {
            var byPlace = places[left.Id].CompareTo(places[right.Id]);
            return byPlace != 0 ? byPlace : SpansByStart.Instance.Compare(left, right);
        });
    }

    /// <summary>Derives the properties of a trace of another program from its spans.</summary>
    private static Trace Described(Trace trace)
    {
        var root = trace.Roots.Count > 0 ? trace.Roots[0] : trace.Spans[0];
        return trace with
        {
            Name = root.Name.Length > 0 ? root.Name : trace.Name,
            Status = trace.Roots.Any(span => span.Status == SpanStatus.Error) ? TraceStatus.Error
                : trace.Roots.All(span => span.Status == SpanStatus.Ok) ? TraceStatus.Ok : TraceStatus.Unset,
            ServiceName = root.Resource.GetString(AttributeKeys.ServiceName) ?? trace.ServiceName,
            SessionId = FirstText(trace, "session.id", "gen_ai.conversation.id"),
            User = FirstText(trace, "user.id", "enduser.id"),
        };
    }

    private static string? FirstText(Trace trace, params ReadOnlySpan<string> names)
    {
        foreach (var span in trace.Spans)
        {
            foreach (var name in names)
            {
                if ((span.Attributes.GetString(name) ?? span.Resource.GetString(name)) is { } text)
                    return text;
            }
        }

        return null;
    }
}
