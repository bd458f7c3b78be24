using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Reads the traces of a list into statistics.</summary>
internal static class StatisticsReader
{
    private const int MaxParallelism = 4;

    /// <summary>Reads the traces of a list, with their spans if statistics are of spans.</summary>
    /// <returns>The sources that failed while spans were read. No further traces of such a source are read.</returns>
    public static async Task<IReadOnlyCollection<SourceFailure>> ReadAsync(
        ITraceClient client, IAsyncEnumerable<TraceSummary> list, TraceStatistics statistics, bool readsSpans,
        CancellationToken cancellationToken)
    {
        var failures = new Dictionary<string, SourceFailure>(StringComparer.Ordinal);
        if (!readsSpans)
        {
            await foreach (var trace in list.WithCancellation(cancellationToken))
                statistics.Add(trace);
            return failures.Values;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxParallelism, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(list, options, async (summary, token) =>
        {
            lock (statistics)
            {
                if (failures.ContainsKey(summary.Source))
                    return;
            }

            try
            {
                var trace = await client.FindTraceAsync(summary.Reference, token);
                lock (statistics)
                {
                    if (trace is null)
                        statistics.Add(summary);
                    else
                        statistics.Add(summary, trace);
                }
            }
            catch (TraceClientException exception)
            {
                lock (statistics)
                    failures.TryAdd(summary.Source, new SourceFailure(summary.Source, exception));
            }
        });
        return failures.Values;
    }
}
