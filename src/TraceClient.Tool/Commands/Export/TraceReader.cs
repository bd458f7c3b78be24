using TraceClient.Replication;

namespace TraceClient.Tool;

/// <summary>Reads the traces of a query in order, a few of them in advance.</summary>
internal sealed class TraceReader(ITraceClient client, TraceQuery query, int limit, TraceShard shard)
{
    private const int MaxPendingReads = 4;
    private readonly List<SourceFailure> _failures = [];

    /// <summary>Gets the failures of sources and of traces that could not be read.</summary>
    public IReadOnlyList<SourceFailure> Failures => _failures;

    /// <summary>Reads the traces. A trace that cannot be read is added to the failures.</summary>
    public async IAsyncEnumerable<Trace> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var list = client.ListTracesAsync(query with { ContinueOnSourceFailure = true }, stop.Token);
        var reads = new Queue<Task<Trace?>>(MaxPendingReads);
        try
        {
            await foreach (var reference in SelectAsync(list, stop.Token))
            {
                reads.Enqueue(ReadAsync(reference, stop.Token));
                if (reads.Count == MaxPendingReads && await reads.Dequeue() is { } trace)
                    yield return trace;
            }

            while (reads.TryDequeue(out var read))
            {
                if (await read is { } trace)
                    yield return trace;
            }
        }
        finally
        {
            // A consumer that stops early leaves pending reads.
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(reads)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _failures.AddRange(list.Failures);
    }

    private async IAsyncEnumerable<TraceReference> SelectAsync(TraceList list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = limit;
        await foreach (var summary in list.WithCancellation(cancellationToken))
        {
            if (!shard.Contains(summary.Reference))
                continue;
            if (left-- == 0)
                yield break;
            yield return summary.Reference;
        }
    }

    private async Task<Trace?> ReadAsync(TraceReference reference, CancellationToken cancellationToken)
    {
        try
        {
            return await client.FindTraceAsync(reference, cancellationToken)
                ?? throw new TraceNotFoundException($"Trace {reference} no longer exists.") { SourceName = reference.Source };
        }
        catch (TraceClientException exception)
        {
            lock (_failures)
                _failures.Add(new SourceFailure(reference.Source, exception));
            return null;
        }
    }
}
