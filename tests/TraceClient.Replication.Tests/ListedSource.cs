using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace TraceClient.Replication.Tests;

/// <summary>Represents a source in memory, whose list the test sets, and which records its requests.</summary>
internal sealed class ListedSource(string source = "listed") : ITraceSource
{
    private readonly ConcurrentQueue<TraceQuery> _lists = new();
    private readonly ConcurrentQueue<string> _reads = new();

    public string Name => source;

    // All are left to the client.
    public TraceFilters Filters => TraceFilters.None;

    /// <summary>The traces in the order of the list.</summary>
    public List<(TraceSummary Summary, Trace Trace)> Entries { get; } = [];

    /// <summary>Gets or sets the length of the text in each span of the traces that are added.</summary>
    public int TextLength { get; set; } = 20;

    /// <summary>Runs before a trace is read, with its id and how many reads there were.</summary>
    public Func<string, int, Task> OnRead { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs after it, with the token of the read.</summary>
    public Func<CancellationToken, Task> OnReading { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before an entry is listed, with its position.</summary>
    public Action<int> OnList { get; set; } = _ => { };

    public IReadOnlyList<TraceQuery> Lists => [.. _lists];

    public IReadOnlyList<string> Reads => [.. _reads];

    /// <summary>Adds a trace at the end of the list.</summary>
    public Trace Add(string id, DateTimeOffset? recordedAt, int spans = 2, bool isComplete = true, string name = "a trace") =>
        Insert(Entries.Count, id, recordedAt, spans, isComplete, name);

    public Trace Insert(
        int index, string id, DateTimeOffset? recordedAt, int spans = 2, bool isComplete = true, string name = "a trace")
    {
        var trace = Make(id, recordedAt, spans, isComplete) with { Name = name };
        TraceTimestamp? time = recordedAt is { } recorded ? recorded : null;
        var summary = new TraceSummary { Reference = trace.Reference, Name = name, RecordedAt = time };
        Entries.Insert(index, (summary, trace));
        return trace;
    }

    /// <summary>Changes what a trace is when it is read.</summary>
    public void Set(string id, int spans, bool isComplete)
    {
        var index = Entries.FindIndex(entry => entry.Summary.Id == id);
        var (summary, _) = Entries[index];
        Entries[index] = (summary, Make(id, summary.RecordedAt?.ToDateTimeOffset(), spans, isComplete));
    }

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _lists.Enqueue(query);
        var entries = Entries.ToArray();
        for (var i = 0; i < entries.Length; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            OnList(i);
            yield return entries[i].Summary;
        }
    }

    public async Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default)
    {
        _reads.Enqueue(id);
        await OnRead(id, _reads.Count);
        await OnReading(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return Entries.Find(entry => entry.Summary.Id == id).Trace;
    }

    public IAsyncEnumerable<Span> StreamSpansAsync(string id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task PingAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    private Trace Make(string id, DateTimeOffset? recordedAt, int spans, bool isComplete)
    {
        var trace = TraceAssembler.Assemble(
            new Trace { Reference = new TraceReference(source, id), Name = "a trace" },
            [.. Enumerable.Range(0, spans).Select(i => new Span
            {
                Id = $"{id}-{i}",
                ParentId = i == 0 ? null : $"{id}-0",
                Name = $"step {i}",
                StartTime = new TraceTimestamp(1_790_000_000_000_000_000 + i),
                EndTime = new TraceTimestamp(1_790_000_001_000_000_000 + i),
                Attributes = AttributeMap.Empty.With("text", new string('x', TextLength)),
            })],
            null);
        return trace with { IsComplete = isComplete, StartTime = null, EndTime = recordedAt is { } time ? time : null };
    }
}
