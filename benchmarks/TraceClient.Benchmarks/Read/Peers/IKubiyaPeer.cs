using Refit;

namespace TraceClient.Benchmarks.Read;

/// <summary>The endpoints of Kubiya, as a user of Refit writes them.</summary>
internal interface IKubiyaPeer
{
    [Get("/api/v1/traces")]
    Task<KubiyaPeerPage> ListTracesAsync(
        int page, [AliasAs("page_size")] int pageSize, string sort, CancellationToken cancellationToken = default);

    [Get("/api/v1/traces/{traceId}")]
    Task<KubiyaPeerDetail> GetTraceAsync(string traceId, string flat, CancellationToken cancellationToken = default);

    [Get("/api/v1/traces/{traceId}/spans")]
    IAsyncEnumerable<KubiyaPeerSpan> ListSpansAsync(string traceId, string flat, CancellationToken cancellationToken = default);

    [Get("/api/v1/traces/stats")]
    Task<KubiyaPeerStats> GetStatsAsync(CancellationToken cancellationToken = default);
}
