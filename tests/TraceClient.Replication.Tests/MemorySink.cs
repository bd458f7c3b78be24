namespace TraceClient.Replication.Tests;

/// <summary>Represents a sink in memory, which records what it stored.</summary>
internal sealed class MemorySink : ITraceSink
{
    private readonly List<IReadOnlyList<Trace>> _batches = [];
    private readonly List<string> _spans = [];

    public string Target { get; set; } = "memory";

    /// <summary>Gets or sets what runs at the start of a write, with the number of writes so far.</summary>
    public Func<int, Task> OnWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>Gets or sets what responds to a batch. An exception stores nothing.</summary>
    public Func<IReadOnlyList<Trace>, TraceSinkResult> Respond { get; set; } = _ => TraceSinkResult.Complete;

    /// <summary>Gets the number of writes, with those that failed.</summary>
    public int Writes { get; private set; }

    /// <summary>Gets the batches that were stored.</summary>
    public IReadOnlyList<IReadOnlyList<Trace>> Batches => _batches;

    /// <summary>Gets the ids of all stored spans, each as often as it was written.</summary>
    public IReadOnlyList<string> SpanIds => _spans;

    /// <summary>Gets the ids of all stored traces, each as often as it was written.</summary>
    public IEnumerable<string> TraceIds => _batches.SelectMany(batch => batch).Select(trace => trace.Id);

    public async Task<TraceSinkResult> WriteAsync(IReadOnlyList<ReplicatedTrace> written, CancellationToken cancellationToken = default)
    {
        Trace[] traces = [.. written.Select(one => one.Trace)];
        Writes++;
        await OnWrite(Writes);
        var result = Respond(traces);
        var refused = result.Refused.Select(failure => failure.Reference).ToHashSet();
        Trace[] stored = [.. traces.Where(trace => !refused.Contains(trace.Reference))];
        _batches.Add(stored);
        _spans.AddRange(stored.SelectMany(Replications.IdsOf));
        return result;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
