using System.Runtime.CompilerServices;

namespace TraceClient.Calyptia;

/// <summary>The traces of one pipeline, newest first: one session after the other, each walked when its turn comes.</summary>
/// <param name="sessions">The pipeline's sessions, newest first.</param>
/// <param name="walk">Lists the traces of a session.</param>
/// <param name="cancellationToken">Ends both.</param>
internal sealed class PipelineCursor(
    IAsyncEnumerable<CalyptiaTraceSession> sessions,
    Func<CalyptiaTraceSession, IAsyncEnumerable<TraceSummary>> walk,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<CalyptiaTraceSession> _sessions = sessions.GetAsyncEnumerator(cancellationToken);
    private IAsyncEnumerator<TraceSummary>? _walk;

    /// <summary>The next trace; null before the session has been looked into.</summary>
    public TraceSummary? Head { get; private set; }

    /// <summary>The time that neither <see cref="Head"/> nor anything after it is newer than.</summary>
    public TraceTimestamp Bound { get; private set; }

    /// <summary>Goes to the next session, without looking into it.</summary>
    /// <returns>False when there is none.</returns>
    public async ValueTask<bool> NextSessionAsync()
    {
        Head = null;
        if (!await _sessions.MoveNextAsync().ConfigureAwait(false))
            return false;
        Bound = CalyptiaSessions.EndOf(_sessions.Current) ?? new TraceTimestamp(long.MaxValue);
        return true;
    }

    /// <summary>Goes to the next trace, or to the next session when the current one has no more.</summary>
    /// <returns>False when there is neither.</returns>
    public async ValueTask<bool> AdvanceAsync()
    {
        _walk ??= walk(_sessions.Current).GetAsyncEnumerator(cancellationToken);
        if (await _walk.MoveNextAsync().ConfigureAwait(false))
        {
            Head = _walk.Current;
            Bound = Head.RecordedAt ?? Bound;
            return true;
        }

        await _walk.DisposeAsync().ConfigureAwait(false);
        _walk = null;
        return await NextSessionAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_walk is not null)
            await _walk.DisposeAsync().ConfigureAwait(false);
        await _sessions.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>Merges the traces of several pipelines, newest first.</summary>
internal static class PipelineCursors
{
    private const int OpenedAtOnce = 4;

    /// <summary>The traces of all lanes. The lanes are disposed of at the end.</summary>
    public static async IAsyncEnumerable<TraceSummary> MergeAsync(
        IReadOnlyList<PipelineCursor> lanes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            var queue = await OpenAsync(lanes, cancellationToken).ConfigureAwait(false);
            while (queue.TryDequeue(out var lane, out _))
            {
                if (lane.Head is { } head)
                    yield return head;
                if (await lane.AdvanceAsync().ConfigureAwait(false))
                    queue.Enqueue(lane, PriorityOf(lane));
            }
        }
        finally
        {
            foreach (var lane in lanes)
                await lane.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<PriorityQueue<PipelineCursor, long>> OpenAsync(IReadOnlyList<PipelineCursor> lanes, CancellationToken cancellationToken)
    {
        var queue = new PriorityQueue<PipelineCursor, long>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(lanes, options, async (lane, _) =>
        {
            if (!await lane.NextSessionAsync().ConfigureAwait(false))
                return;
            lock (queue)
                queue.Enqueue(lane, PriorityOf(lane));
        }).ConfigureAwait(false);
        return queue;
    }

    private static long PriorityOf(PipelineCursor lane) => ~lane.Bound.UnixNanoseconds;
}
