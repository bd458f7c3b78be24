namespace TraceClient.Replication;

/// <summary>Counts the traces of a replication. Several threads read lists; one thread does the rest.</summary>
internal sealed class ReplicationCounters
{
    private const int MostFailures = 100;
    private const int MostMessages = 100;

    private readonly Dictionary<TraceReference, ReplicationFailure> _failures = [];
    private IReadOnlyList<ReplicationFailure>? _failureList = [];
    private readonly List<string> _messages = [];
    private long _written;
    private long _spans;
    private long _batches;
    private long _rejectedSpans;
    private long _listed;
    private long _alreadyDone;
    private long _otherShards;
    private long _filteredOut;

    public long Gone { get; set; }

    public long Passes { get; set; }

    public void Listed() => Interlocked.Increment(ref _listed);

    public void OtherShard() => Interlocked.Increment(ref _otherShards);

    public void FilteredOut() => Interlocked.Increment(ref _filteredOut);

    public void AlreadyDone() => Interlocked.Increment(ref _alreadyDone);

    public void Batch(TraceSinkResult result)
    {
        _batches++;
        var rejected = Math.Max(0, result.RejectedSpans);
        _rejectedSpans = Math.Min(_rejectedSpans, long.MaxValue - rejected) + rejected;
        _messages.AddRange(result.Messages.Except(_messages, StringComparer.Ordinal).Take(MostMessages - _messages.Count));
    }

    public void Written(Trace trace)
    {
        _written++;
        _spans += trace.Spans.Count;
    }

    public void Failed(TraceReference reference, TraceClientException exception)
    {
        if (_failures.Count == MostFailures && !_failures.ContainsKey(reference))
            return;
        _failures[reference] = new ReplicationFailure(reference, exception);
        _failureList = null;
    }

    public void Succeeded(TraceReference reference)
    {
        if (_failures.Remove(reference))
            _failureList = null;
    }

    public ReplicationResult ToResult(IReadOnlyCollection<SourceProgress> sources, IReadOnlyList<SourceFailure> sourceFailures)
    {
        var counts = sources.Select(progress => progress.Counts).ToList();
        return new ReplicationResult
        {
            Listed = Interlocked.Read(ref _listed),
            AlreadyDone = Interlocked.Read(ref _alreadyDone),
            FilteredOut = Interlocked.Read(ref _filteredOut),
            OtherShards = Interlocked.Read(ref _otherShards),
            Written = _written,
            Gone = Gone,
            Unfinished = counts.Sum(count => count.Unfinished),
            Failed = counts.Sum(count => count.Failed),
            Spans = _spans,
            Batches = _batches,
            RejectedSpans = _rejectedSpans,
            Passes = Passes,
            Messages = [.. _messages],
            Failures = _failureList ??= [.. _failures.Values],
            SourceFailures = sourceFailures,
        };
    }
}
