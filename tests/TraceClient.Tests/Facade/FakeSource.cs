using System.Runtime.CompilerServices;

namespace TraceClient.Tests.Facade;

/// <summary>A source over a list in memory.</summary>
internal sealed class FakeSource(string name, params IEnumerable<TraceSummary> summaries) : ITraceSource
{
    public string Name => name;

    public TraceFilters Filters { get; init; }

    /// <summary>Thrown after all summaries have been listed.</summary>
    public Exception? Failure { get; init; }

    public Exception? PingFailure { get; init; }

    public TraceQuery? Asked { get; private set; }

    public int Yielded { get; private set; }

    public int Opened { get; private set; }

    public int Disposed { get; private set; }

    public Func<string, Trace?> Find { get; set; } = _ => null;

    public static TraceSummary Summary(string source, string id, long recordedAt) => new()
    {
        Reference = new TraceReference(source, id),
        Name = id,
        RecordedAt = TraceTimestamp.FromUnixSeconds(recordedAt),
    };

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Asked = query;
        try
        {
            foreach (var summary in summaries)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                Yielded++;
                yield return summary;
            }

            if (Failure is not null)
                throw Failure;
        }
        finally
        {
            Disposed++;
        }
    }

    public Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default)
    {
        Opened++;
        return Task.FromResult(Find(id));
    }

    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        foreach (var span in Find(id)?.Spans ?? [])
            yield return span;
    }

    public Task PingAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return PingFailure is null ? Task.CompletedTask : Task.FromException(PingFailure);
    }
}
