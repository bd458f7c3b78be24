using Refit;

namespace TraceClient.Benchmarks.Read;

/// <summary>The endpoint of Galtea's rows, as a user of Refit writes it.</summary>
internal interface IGalteaPeer
{
    [Get("/traces")]
    IAsyncEnumerable<GalteaPeerRow> ListTracesAsync(
        string inferenceResultIds, string sort, int offset, int limit, CancellationToken cancellationToken = default);
}
