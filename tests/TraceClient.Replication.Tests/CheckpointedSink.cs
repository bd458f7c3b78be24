using System.Text;

namespace TraceClient.Replication.Tests;

/// <summary>Represents a store in memory, which stores the checkpoint of each job together with the traces.</summary>
internal sealed class CheckpointedSink : ICheckpointedTraceSink
{
    private readonly List<string> _written = [];
    private readonly Dictionary<TraceReference, Trace> _traces = [];
    private bool _isKilled;

    public string Target { get; set; } = "store";

    /// <summary>Gets the checkpoints by their job.</summary>
    public Dictionary<string, byte[]> Checkpoints { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets what runs before a write is stored, with the number of writes so far. An exception stores nothing.</summary>
    public Func<int, IReadOnlyList<ReplicatedTrace>, Task> BeforeCommit { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Gets or sets what runs after a write is stored.</summary>
    public Func<int, Task> AfterCommit { get; set; } = _ => Task.CompletedTask;

    /// <summary>Gets or sets what runs before a checkpoint is read.</summary>
    public Action BeforeRead { get; set; } = () => { };

    /// <summary>Gets the number of writes, with those that failed.</summary>
    public int Writes { get; private set; }

    /// <summary>Gets the number of writes of a checkpoint alone.</summary>
    public int EmptyWrites { get; private set; }

    /// <summary>Gets the ids of all stored traces, each as often as it was written.</summary>
    public IReadOnlyList<string> Written => _written;

    /// <summary>Gets the latest form of each trace.</summary>
    public IReadOnlyDictionary<TraceReference, Trace> Traces => _traces;

    /// <summary>Gets the times at which the sources recorded the traces.</summary>
    public List<TraceTimestamp?> RecordedAt { get; } = [];

    public string CheckpointText => Encoding.UTF8.GetString(Assert.Single(Checkpoints).Value);

    /// <summary>Lets the process end at a write: it stores nothing more.</summary>
    public void KillAt(int write, bool isStored)
    {
        BeforeCommit = (count, _) => count == write && !isStored ? throw Kill() : Task.CompletedTask;
        AfterCommit = count => count == write ? throw Kill() : Task.CompletedTask;
    }

    /// <summary>Lets a new process begin.</summary>
    public void Restart()
    {
        _isKilled = false;
        BeforeCommit = (_, _) => Task.CompletedTask;
        AfterCommit = _ => Task.CompletedTask;
    }

    public Task<ReadOnlyMemory<byte>> ReadCheckpointAsync(string job, CancellationToken cancellationToken = default)
    {
        BeforeRead();
        return Task.FromResult<ReadOnlyMemory<byte>>(Checkpoints.GetValueOrDefault(job));
    }

    public async Task WriteAsync(
        IReadOnlyList<ReplicatedTrace> traces, string job, ReadOnlyMemory<byte> checkpoint, CancellationToken cancellationToken = default)
    {
        if (_isKilled)
            throw new TraceTransportException("killed");
        Writes++;
        EmptyWrites += traces.Count == 0 ? 1 : 0;
        await BeforeCommit(Writes, traces);
        Checkpoints[job] = checkpoint.ToArray();
        foreach (var (trace, recordedAt) in traces)
        {
            _written.Add(trace.Reference.ToString());
            _traces[trace.Reference] = trace;
            RecordedAt.Add(recordedAt);
        }

        await AfterCommit(Writes);
    }

    public async Task<TraceSinkResult> WriteAsync(IReadOnlyList<ReplicatedTrace> traces, CancellationToken cancellationToken = default)
    {
        Writes++;
        await BeforeCommit(Writes, traces);
        _written.AddRange(traces.Select(one => one.Trace.Reference.ToString()));
        return TraceSinkResult.Complete;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private TraceTransportException Kill()
    {
        _isKilled = true;
        return new TraceTransportException("killed");
    }
}
