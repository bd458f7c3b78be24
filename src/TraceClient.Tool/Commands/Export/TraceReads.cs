using TraceClient.Otlp;

namespace TraceClient.Tool;

/// <summary>Reads the traces that a query lists, whole and in its order, a few ahead of who takes them.</summary>
internal sealed class TraceReads(ITraceClient client, TraceQuery query, int limit, TraceShard shard)
{
    private const int Ahead = 4;
    private readonly List<SourceFailure> _failures = [];

    /// <summary>Sources that failed while they were listed, and traces that could not be read.</summary>
    public IReadOnlyList<SourceFailure> Failures => _failures;

    /// <summary>Reads them. A trace that cannot be read is left out, and is one of the failures.</summary>
    public async IAsyncEnumerable<Trace> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var list = client.ListTracesAsync(query with { ContinueOnSourceFailure = true }, stop.Token);
        var reads = new Queue<Task<Trace?>>(Ahead);
        try
        {
            await foreach (var reference in ChosenAsync(list, stop.Token))
            {
                reads.Enqueue(ReadAsync(reference, stop.Token));
                if (reads.Count == Ahead && await reads.Dequeue() is { } trace)
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
            // Who stops early leaves reads behind that nobody waits for.
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(reads)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _failures.AddRange(list.Failures);
    }

    private async IAsyncEnumerable<TraceReference> ChosenAsync(TraceList list, [EnumeratorCancellation] CancellationToken cancellationToken)
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
                ?? throw new TraceNotFoundException($"{reference} was listed, and is gone.") { SourceName = reference.Source };
        }
        catch (TraceClientException exception)
        {
            lock (_failures)
                _failures.Add(new SourceFailure(reference.Source, exception));
            return null;
        }
    }
}
