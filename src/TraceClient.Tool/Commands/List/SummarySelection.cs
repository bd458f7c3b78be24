namespace TraceClient.Tool;

/// <summary>Selects the traces of a list by order and limit, and counts the remaining ones.</summary>
internal sealed class SummarySelection(ITraceClient client, TraceQuery query, int limit, string order)
{
    // Limits the counting, since every further page is a request.
    private const int CountedBeyond = 200;
    private long _seen;
    private int _shown;
    private bool _isComplete;

    public IReadOnlyList<SourceFailure> Failures { get; private set; } = [];

    /// <summary>Gets a value that indicates whether there are traces, or no source failed.</summary>
    public bool HasResult => _seen > 0 || Failures.Count == 0;

    /// <summary>Gets a value that indicates whether all sources were read and have no traces.</summary>
    public bool IsEmpty => _isComplete && _seen == 0 && Failures.Count == 0;

    public async IAsyncEnumerable<TraceSummary> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var list = client.ListTracesAsync(query with { ContinueOnSourceFailure = true }, cancellationToken);
        var traces = order == SummaryOrder.Newest ? NewestAsync(list, cancellationToken) : SortedAsync(list, cancellationToken);
        await foreach (var trace in traces)
        {
            _shown++;
            yield return trace;
        }

        Failures = list.Failures;
    }

    /// <summary>Returns a message about a truncated or empty list; null for a complete one.</summary>
    public string? Describe() => _seen == 0 && Failures.Count == 0 ? "No traces found."
        : _shown == _seen ? null
        : _isComplete ? $"Showing {_shown} of {_seen} traces. Use --limit 0 to show all."
        : $"Showing {_shown} of more than {_seen} traces. Use --limit 0 to show all.";

    private async IAsyncEnumerable<TraceSummary> NewestAsync(TraceList list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trace in list.WithCancellation(cancellationToken))
        {
            if (_seen >= (long)limit + CountedBeyond)
                yield break;
            if (_seen++ < limit)
                yield return trace;
        }

        _isComplete = true;
    }

    // Keeps only the traces to show in memory.
    private async IAsyncEnumerable<TraceSummary> SortedAsync(TraceList list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var byOrder = SummaryOrder.By(order);
        var first = new PriorityQueue<TraceSummary, (TraceSummary Trace, long Index)>(
            Comparer<(TraceSummary Trace, long Index)>.Create((left, right) =>
            byOrder.Compare(right.Trace, left.Trace) is not 0 and var compared ? compared : right.Index.CompareTo(left.Index)));
        await foreach (var trace in list.WithCancellation(cancellationToken))
        {
            first.Enqueue(trace, (trace, _seen++));
            if (first.Count > limit)
                first.Dequeue();
        }

        _isComplete = true;
        var sorted = new TraceSummary[first.Count];
        for (var i = sorted.Length - 1; i >= 0; i--)
            sorted[i] = first.Dequeue();
        foreach (var trace in sorted)
            yield return trace;
    }
}
