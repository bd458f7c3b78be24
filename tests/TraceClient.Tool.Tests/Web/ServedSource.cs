using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace TraceClient.Tool.Tests.Web;

/// <summary>A source in memory, which tests change while a server reads it.</summary>
internal sealed class ServedSource(string name) : ITraceSource
{
    private readonly ConcurrentDictionary<string, (TraceSummary Summary, Trace Trace)> _traces = new(StringComparer.Ordinal);
    private int _listCount;

    public string Name => name;

    public TraceFilters Filters => TraceFilters.None;

    /// <summary>Gets or sets the error of each call; null for none.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Gets or sets a task that a list waits for before its first trace.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Gets the number of lists.</summary>
    public int ListCount => _listCount;

    public void Put(Trace trace, Func<TraceSummary, TraceSummary>? change = null)
    {
        var summary = new TraceSummary
        {
            Reference = trace.Reference,
            Name = trace.Name,
            Status = trace.Status,
            RecordedAt = trace.StartTime,
            StartTime = trace.StartTime,
            EndTime = trace.EndTime,
            SessionId = trace.SessionId,
            ServiceName = trace.ServiceName,
            SpanCount = trace.Spans.Count,
            ErrorCount = trace.Spans.Count(span => span.Status == SpanStatus.Error),
            SpanTypes = [.. trace.Spans.Select(span => span.Type).Distinct()],
        };
        _traces[trace.Id] = (change is null ? summary : change(summary), trace);
    }

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _listCount);
        await Gate.WaitAsync(cancellationToken);
        foreach (var (summary, _) in _traces.Values.OrderByDescending(one => one.Summary.RecordedAt))
            yield return summary;
        if (Failure is not null)
            throw Failure;
    }

    public Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default) => Failure is null
        ? Task.FromResult(_traces.TryGetValue(id, out var found) ? found.Trace : null)
        : Task.FromException<Trace?>(Failure);

    public async IAsyncEnumerable<Span> StreamSpansAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var span in (await FindTraceAsync(id, cancellationToken))?.Spans ?? [])
            yield return span;
    }

    public Task PingAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
