namespace TraceClient.Otlp;

/// <summary>Counts what a bridge has moved. Lists are read by several threads; the rest happens in one.</summary>
internal sealed class ReplicationCounters
{
    private const int MostFailures = 100;

    private readonly Dictionary<TraceReference, OtlpBridgeFailure> _failures = [];
    private IReadOnlyList<OtlpBridgeFailure>? _failureList = [];
    private long _listed;
    private long _alreadyDone;
    private long _otherShards;
    private long _filteredOut;

    public long Exported { get; set; }

    public long Gone { get; set; }

    public long Passes { get; set; }

    public void Listed() => Interlocked.Increment(ref _listed);

    public void OtherShard() => Interlocked.Increment(ref _otherShards);

    public void FilteredOut() => Interlocked.Increment(ref _filteredOut);

    public void AlreadyDone() => Interlocked.Increment(ref _alreadyDone);

    public void Failed(TraceReference reference, TraceClientException exception)
    {
        if (_failures.Count == MostFailures && !_failures.ContainsKey(reference))
            return;
        _failures[reference] = new OtlpBridgeFailure(reference, exception);
        _failureList = null;
    }

    public void Succeeded(TraceReference reference)
    {
        if (_failures.Remove(reference))
            _failureList = null;
    }

    public OtlpBridgeResult ToResult(
        ExportCounters sent, IReadOnlyCollection<SourceProgress> sources, IReadOnlyList<SourceFailure> sourceFailures)
    {
        var export = sent.ToResult();
        var counts = sources.Select(progress => progress.Counts).ToList();
        return new OtlpBridgeResult
        {
            Listed = Interlocked.Read(ref _listed),
            AlreadyDone = Interlocked.Read(ref _alreadyDone),
            FilteredOut = Interlocked.Read(ref _filteredOut),
            OtherShards = Interlocked.Read(ref _otherShards),
            Exported = Exported,
            Gone = Gone,
            Unfinished = counts.Sum(count => count.Unfinished),
            Failed = counts.Sum(count => count.Failed),
            Spans = export.Spans,
            Batches = export.Batches,
            RejectedSpans = export.RejectedSpans,
            Passes = Passes,
            Messages = export.Messages,
            Failures = _failureList ??= [.. _failures.Values],
            SourceFailures = sourceFailures,
        };
    }
}
