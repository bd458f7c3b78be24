using System.Runtime.CompilerServices;

namespace TraceClient.Calyptia;

/// <summary>Merges the traces of several pipelines, newest first.</summary>
internal static class CalyptiaLanes
{
    private const int OpenedAtOnce = 4;

    /// <summary>The traces of all lanes. The lanes are disposed of at the end.</summary>
    public static async IAsyncEnumerable<TraceSummary> MergeAsync(
        IReadOnlyList<CalyptiaLane> lanes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
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

    private static async Task<PriorityQueue<CalyptiaLane, long>> OpenAsync(IReadOnlyList<CalyptiaLane> lanes, CancellationToken cancellationToken)
    {
        var queue = new PriorityQueue<CalyptiaLane, long>();
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

    private static long PriorityOf(CalyptiaLane lane) => ~lane.Bound.UnixNanoseconds;
}
