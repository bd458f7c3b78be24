namespace TraceClient.Tool;

/// <summary>The traces of a list in the order that was asked for, at most so many, and how many more there are.</summary>
internal sealed class SummarySelection(ITraceClient client, TraceQuery query, int limit, string order)
{
    // How far is counted beyond what is shown: every further page is a request.
    private const int CountedBeyond = 200;
    private long _seen;
    private int _shown;
    private bool _isWhole;

    public IReadOnlyList<SourceFailure> Failures { get; private set; } = [];

    /// <summary>Whether there are traces, or every source has said that there are none.</summary>
    public bool HasAnswer => _seen > 0 || Failures.Count == 0;

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

    /// <summary>"Showing 20 of 134" where a list was cut, "no traces" where there are none; else null.</summary>
    public string? Describe() => _seen == 0 && Failures.Count == 0 ? "no traces"
        : _shown == _seen ? null
        : _isWhole ? $"showing {_shown} of {_seen}; --limit 0 shows all"
        : $"showing {_shown} of more than {_seen}; --limit 0 shows all";

    private async IAsyncEnumerable<TraceSummary> NewestAsync(TraceList list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trace in list.WithCancellation(cancellationToken))
        {
            if (_seen >= (long)limit + CountedBeyond)
                yield break;
            if (_seen++ < limit)
                yield return trace;
        }

        _isWhole = true;
    }

    // Only the ones to show are held.
    private async IAsyncEnumerable<TraceSummary> SortedAsync(TraceList list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var byOrder = SummaryOrder.By(order);
        var first = new PriorityQueue<TraceSummary, (TraceSummary Trace, long Place)>(
            Comparer<(TraceSummary Trace, long Place)>.Create((left, right) =>
            byOrder.Compare(right.Trace, left.Trace) is not 0 and var compared ? compared : right.Place.CompareTo(left.Place)));
        await foreach (var trace in list.WithCancellation(cancellationToken))
        {
            first.Enqueue(trace, (trace, _seen++));
            if (first.Count > limit)
                first.Dequeue();
        }

        _isWhole = true;
        var sorted = new TraceSummary[first.Count];
        for (var i = sorted.Length - 1; i >= 0; i--)
            sorted[i] = first.Dequeue();
        foreach (var trace in sorted)
            yield return trace;
    }
}
