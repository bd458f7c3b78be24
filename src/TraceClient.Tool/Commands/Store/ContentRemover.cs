using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary>Removes the bodies of records and the attributes that have content from a trace.</summary>
internal static class ContentRemover
{
    /// <summary>Returns the trace without content.</summary>
    public static Trace Remove(Trace trace)
    {
        // Not recursive: a chain of spans can be very long. The children of a span come before it.
        var changed = new Dictionary<Span, Span>(ReferenceEqualityComparer.Instance);
        var rest = new Stack<(Span Span, bool AreChildrenDone)>(trace.Roots.Select(root => (root, false)));
        while (rest.TryPop(out var next))
        {
            if (next.AreChildrenDone || next.Span.Children.Count == 0)
            {
                changed[next.Span] = Remove(next.Span) with { Children = [.. next.Span.Children.Select(child => changed[child])] };
                continue;
            }

            rest.Push((next.Span, true));
            foreach (var child in next.Span.Children)
                rest.Push((child, false));
        }

        return trace with
        {
            Attributes = Remove(trace.Attributes),
            Spans = [.. trace.Spans.Select(span => changed.GetValueOrDefault(span) ?? Remove(span))],
            Roots = [.. trace.Roots.Select(root => changed[root])],
        };
    }

    private static Span Remove(Span span)
    {
        var removed = span with
        {
            Attributes = Remove(span.Attributes),
            Resource = Remove(span.Resource),
            Records = [.. span.Records.Select(Remove)],
            Links = [.. span.Links.Select(link => link with { Attributes = Remove(link.Attributes) })],
        };
        return removed with { Attributes = WithUsage(removed, span.GenAI) };
    }

    private static Record Remove(Record record) => record with { Body = JsonPayload.Null, Attributes = Remove(record.Attributes) };

    private static AttributeMap Remove(AttributeMap attributes) => attributes.Keys.Any(ContentAttributes.Contains)
        ? AttributeMap.From(attributes.Where(one => !ContentAttributes.Contains(one.Key)))
        : attributes;

    // The model and the tokens can be in a body alone.
    private static AttributeMap WithUsage(Span removed, GenAIInfo? known)
    {
        var attributes = removed.Attributes;
        if (known is null)
            return attributes;
        var left = removed.GenAI;
        if (known.Model is { } model && left?.Model is null)
            attributes = attributes.With("gen_ai.request.model", model);
        if (known.InputTokens is { } input && left?.InputTokens is null)
            attributes = attributes.With("gen_ai.usage.input_tokens", input);
        if (known.OutputTokens is { } output && left?.OutputTokens is null)
            attributes = attributes.With("gen_ai.usage.output_tokens", output);
        return attributes;
    }
}
