namespace TraceClient.Replication.Tests;

/// <summary>Represents items in memory, and the traces and checkpoints that are written with their leases.</summary>
internal sealed class MemoryQueue(TimeProvider timeProvider) : IWorkQueue
{
    private readonly List<Entry> _entries = [];
    private readonly Lock _lock = new();

    /// <summary>Runs before each call, with its name, and can throw.</summary>
    public Action<string> OnCall { get; set; } = _ => { };

    /// <summary>Gets the names of the calls.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Gets the ids of the traces that were written.</summary>
    public List<string> Written { get; } = [];

    public Dictionary<string, byte[]> Checkpoints { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<WorkItem> Items => [.. _entries.Select(entry => entry.Item)];

    /// <summary>Gives an item to another worker.</summary>
    public void Steal()
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Where(entry => entry.Worker is not null))
                (entry.Worker, entry.Token, entry.ExpiresAt) = ("thief", entry.Token + 1, DateTimeOffset.MaxValue);
        }
    }

    public void EndStolen()
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Where(entry => entry.Worker == "thief"))
                (entry.Worker, entry.IsDone) = (null, true);
        }
    }

    public Task<int> AddAsync(IEnumerable<WorkItem> items, CancellationToken cancellationToken = default) => Call("Add", () =>
    {
        var added = items.Distinct().Where(item => _entries.TrueForAll(entry => entry.Item != item)).ToList();
        _entries.AddRange(added.Select(item => new Entry(item)));
        return added.Count;
    });

    public Task<WorkLease?> AcquireAsync(
        string worker, TimeSpan duration, IReadOnlyCollection<string>? sources = null, CancellationToken cancellationToken = default) =>
        Call("Acquire", () =>
        {
            var now = timeProvider.GetUtcNow();
            var entry = _entries.Find(
                entry => !entry.IsDone && !entry.HasFailed && entry.AvailableAt <= now && (entry.Worker is null || entry.ExpiresAt <= now)
                    && sources?.Contains(entry.Item.Source) != false);
            if (entry is null)
                return null;
            (entry.Worker, entry.Token, entry.ExpiresAt) = (worker, entry.Token + 1, now + duration);
            return new WorkLease(entry.Item, worker, entry.Token, entry.ExpiresAt) { Failures = entry.Failures };
        });

    public Task<WorkLease> RenewAsync(WorkLease lease, TimeSpan duration, CancellationToken cancellationToken = default) =>
        Call("Renew", () =>
        {
            Held(lease).ExpiresAt = timeProvider.GetUtcNow() + duration;
            return lease with { ExpiresAt = timeProvider.GetUtcNow() + duration };
        });

    public Task CompleteAsync(WorkLease lease, CancellationToken cancellationToken = default) => Call("Complete", () =>
    {
        var entry = Held(lease);
        return (entry.Worker, entry.IsDone) = (null, true);
    });

    public Task ReleaseAsync(WorkLease lease, TimeSpan retryAfter, CancellationToken cancellationToken = default) => Call("Release", () =>
    {
        var entry = Held(lease);
        entry.Failures += retryAfter > TimeSpan.Zero ? 1 : 0;
        return (entry.Worker, entry.AvailableAt) = (null, timeProvider.GetUtcNow() + retryAfter);
    });

    public Task FailAsync(WorkLease lease, CancellationToken cancellationToken = default) => Call("Fail", () =>
    {
        var entry = Held(lease);
        return (entry.Worker, entry.HasFailed) = (null, true);
    });

    public Task<WorkStatus> GetStatusAsync(
        IReadOnlyCollection<string>? sources = null, CancellationToken cancellationToken = default) => Call("GetStatus", () =>
    {
        var all = _entries.Where(entry => sources?.Contains(entry.Item.Source) != false).ToList();
        var left = all.Where(entry => !entry.IsDone && !entry.HasFailed).ToList();
        var leased = left.Count(entry => entry.Worker is not null && entry.ExpiresAt > timeProvider.GetUtcNow());
        return new WorkStatus(
            left.Count - leased, leased, all.Count(entry => entry.IsDone), all.Count(entry => entry.HasFailed));
    });

    public ICheckpointedTraceSink CreateSink(WorkLease lease) => new Sink(this, lease);

    private Task<T> Call<T>(string name, Func<T> run)
    {
        lock (_lock)
        {
            Calls.Add(name);
            try
            {
                OnCall(name);
                return Task.FromResult(run());
            }
            catch (TraceClientException exception)
            {
                return Task.FromException<T>(exception);
            }
        }
    }

    private Entry Held(WorkLease lease) =>
        _entries.Find(entry => entry.Item == lease.Item && entry.Token == lease.Token && entry.Worker is not null)
        ?? throw new LeaseLostException("The lease is lost.");

    private sealed class Entry(WorkItem item)
    {
        public WorkItem Item => item;

        public string? Worker { get; set; }

        public long Token { get; set; }

        public int Failures { get; set; }

        public bool IsDone { get; set; }

        public bool HasFailed { get; set; }

        public DateTimeOffset ExpiresAt { get; set; }

        public DateTimeOffset AvailableAt { get; set; }
    }

    private sealed class Sink(MemoryQueue queue, WorkLease lease) : ICheckpointedTraceSink
    {
        public string Target => "memory";

        public Task<TraceSinkResult> WriteAsync(IReadOnlyList<ReplicatedTrace> traces, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<ReadOnlyMemory<byte>> ReadCheckpointAsync(string job, CancellationToken cancellationToken = default) =>
            queue.Call("ReadCheckpoint", () => new ReadOnlyMemory<byte>(queue.Checkpoints.GetValueOrDefault($"{lease.Item}/{job}")));

        public Task WriteAsync(
            IReadOnlyList<ReplicatedTrace> traces, string job, ReadOnlyMemory<byte> checkpoint,
            CancellationToken cancellationToken = default) => queue.Call("Write", () =>
            {
                queue.Held(lease);
                queue.Written.AddRange(traces.Select(replicated => replicated.Trace.Id));
                queue.Checkpoints[$"{lease.Item}/{job}"] = checkpoint.ToArray();
                return true;
            });

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
