namespace TraceClient.Tool;

/// <summary>The steps of a trace with their records, and what each step of a
/// pipeline changed: the one rule for the terminal, its JSON and the page.</summary>
/// <remarks>
/// A filter and a pre-output got the records of the step that they hang on. Inputs and pre-outputs carry the whole chunk so far, filters
/// only what was appended to it: what the pass before ended with is known, and only what follows it takes part in the comparison. An input,
/// and a pre-output that hangs on nothing, is compared with the end of the pass before, to which
/// it can only have added. From Fluent Bit 2.2 on an input shows the chunk without what is
/// appended: nothing shows the records that the first filter got, so it is compared with nothing.
/// </remarks>
internal sealed class RecordSteps
{
    private readonly Trace _trace;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Span> _passesBefore = new(StringComparer.Ordinal);

    public RecordSteps(Trace trace)
    {
        _trace = trace;
        for (var i = 0; i < trace.Spans.Count; i++)
            _places.TryAdd(trace.Spans[i].Id, i);

        Span? last = null;
        foreach (var root in trace.Roots)
        {
            var before = last;
            foreach (var span in Inside(root).Where(CarriesWholeChunk))
            {
                if (before is not null)
                    _passesBefore.TryAdd(span.Id, before);
                if (span.Type == SpanType.PreOutput)
                    last = span;
            }
        }
    }

    /// <summary>All steps, in the order of the trace's spans.</summary>
    public IEnumerable<RecordStep> All() => _trace.Spans.Select(Of);

    /// <summary>A span of the trace with its records.</summary>
    public RecordStep Of(Span span)
    {
        var number = _places.GetValueOrDefault(span.Id, -1) + 1;
        var after = new ChunkRecords(span.Records, KnownIn(span));
        if (GotFrom(span) is { } parent)
            return Compared(parent, new ChunkRecords(parent.Records, KnownIn(parent)));
        if (after.Known > 0)
            return Compared(_passesBefore[span.Id], new ChunkRecords(_passesBefore[span.Id].Records, after.Known));
        return new RecordStep(number, span, Before: null, [.. span.Records.Select(record => new RecordEntry(record))]);

        RecordStep Compared(Span with, ChunkRecords before) =>
            new(number, span, with, [.. RecordDiff.Between(before, after).Select(change => new RecordEntry(change.Record, change))]);
    }

    private Span? GotFrom(Span span) =>
        (span.Type == SpanType.Filter || span.Type == SpanType.PreOutput)
        && span.ParentId is { } id && _places.TryGetValue(id, out var place) && _trace.Spans[place] is var parent
        && HasOnlyLogs(span) && HasOnlyLogs(parent) && (span.Type != SpanType.Filter || ShowsBatch(parent))
            ? parent
            : null;

    /// <summary>Whether a step shows what is appended, and not only what was there before.</summary>
    private bool ShowsBatch(Span span) => span.Type != SpanType.Input || span.Records.Count > KnownIn(span);

    /// <summary>How many records the chunk had before the pass that a span is part of.</summary>
    private int KnownIn(Span span) =>
        _passesBefore.TryGetValue(span.Id, out var before) && HasOnlyLogs(span) && BeginsWith(span.Records, before.Records)
            ? before.Records.Count
            : 0;

    // All of them and in order, so that the bodies suffice.
    private static bool BeginsWith(IReadOnlyList<Record> records, IReadOnlyList<Record> start)
    {
        if (records.Count < start.Count)
            return false;
        for (var i = 0; i < start.Count; i++)
        {
            if (!RecordDiff.HaveEqualBodies(records[i], start[i]))
                return false;
        }

        return true;
    }

    private static bool CarriesWholeChunk(Span span) => span.Type == SpanType.Input || span.Type == SpanType.PreOutput;

    private static bool HasOnlyLogs(Span span) => span.Records.All(record => record.Kind == RecordKind.Log);

    // A stack and no recursion: a trace can be deeper than the call stack.
    private static IEnumerable<Span> Inside(Span root)
    {
        var rest = new Stack<Span>([root]);
        while (rest.TryPop(out var span))
        {
            yield return span;
            for (var i = span.Children.Count - 1; i >= 0; i--)
                rest.Push(span.Children[i]);
        }
    }
}
