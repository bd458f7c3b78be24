namespace TraceClient.Tool;

/// <summary>Represents the steps of a trace with their records and changes, for the terminal, JSON, CSV and the HTML page.</summary>
/// <remarks>
/// A filter or pre-output is compared with its parent. Inputs and pre-outputs have the whole chunk so far, filters only the appended
/// records: the records that the previous pass ended with are known and not compared. An input, or a pre-output without a parent, is
/// compared with the end of the previous pass, to which it can only have added records. From Fluent Bit 2.2 on, an input does not have
/// the appended records: the first filter is then compared with nothing.
/// </remarks>
internal sealed class RecordSteps
{
    private readonly Trace _trace;
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Span> _previousPasses = new(StringComparer.Ordinal);

    public RecordSteps(Trace trace)
    {
        _trace = trace;
        for (var i = 0; i < trace.Spans.Count; i++)
            _indexes.TryAdd(trace.Spans[i].Id, i);

        Span? last = null;
        foreach (var root in trace.Roots)
        {
            var before = last;
            foreach (var span in SubtreeOf(root).Where(HasWholeChunk))
            {
                if (before is not null)
                    _previousPasses.TryAdd(span.Id, before);
                if (span.Type == SpanType.PreOutput)
                    last = span;
            }
        }
    }

    /// <summary>Returns all steps, in the order of the trace's spans.</summary>
    public IEnumerable<RecordStep> All() => _trace.Spans.Select(Of);

    /// <summary>Returns the step of a span.</summary>
    public RecordStep Of(Span span)
    {
        var number = _indexes.GetValueOrDefault(span.Id, -1) + 1;
        var after = new ChunkRecords(span.Records, KnownCount(span));
        if (FindInputStep(span) is { } parent)
            return Compared(parent, new ChunkRecords(parent.Records, KnownCount(parent)));
        if (after.Known > 0)
            return Compared(_previousPasses[span.Id], new ChunkRecords(_previousPasses[span.Id].Records, after.Known));
        return new RecordStep(number, span, Before: null, [.. span.Records.Select(record => new RecordEntry(record))]);

        RecordStep Compared(Span with, ChunkRecords before) =>
            new(number, span, with, [.. RecordDiff.Between(before, after).Select(change => new RecordEntry(change.Record, change))]);
    }

    private Span? FindInputStep(Span span) =>
        (span.Type == SpanType.Filter || span.Type == SpanType.PreOutput)
        && span.ParentId is { } id && _indexes.TryGetValue(id, out var index) && _trace.Spans[index] is var parent
        && HasOnlyLogs(span) && HasOnlyLogs(parent) && (span.Type != SpanType.Filter || HasAppendedRecords(parent))
            ? parent
            : null;

    /// <summary>Returns whether a span has the appended records, and not only those of the previous pass.</summary>
    private bool HasAppendedRecords(Span span) => span.Type != SpanType.Input || span.Records.Count > KnownCount(span);

    /// <summary>Returns how many records the chunk had before the pass of a span.</summary>
    private int KnownCount(Span span) =>
        _previousPasses.TryGetValue(span.Id, out var before) && HasOnlyLogs(span) && BeginsWith(span.Records, before.Records)
            ? before.Records.Count
            : 0;

    // The order is the same, so comparing the bodies suffices.
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

    private static bool HasWholeChunk(Span span) => span.Type == SpanType.Input || span.Type == SpanType.PreOutput;

    private static bool HasOnlyLogs(Span span) => span.Records.All(record => record.Kind == RecordKind.Log);

    // No recursion: a trace can be deeper than the call stack.
    private static IEnumerable<Span> SubtreeOf(Span root)
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
