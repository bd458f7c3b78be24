using TraceClient.Replication;

namespace TraceClient.AotSmoke;

/// <summary>Counts the spans that are written.</summary>
internal sealed class CountingSink : ITraceSink
{
    public string Target => "memory";

    public int Spans { get; private set; }

    public Task<TraceSinkResult> WriteAsync(IReadOnlyList<ReplicatedTrace> traces, CancellationToken cancellationToken = default)
    {
        Spans += traces.Sum(one => one.Trace.Spans.Count);
        return Task.FromResult(TraceSinkResult.Complete);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
