namespace TraceClient.Kubiya;

/// <summary>The Kubiya control plane's trace endpoints, as they are on the wire.</summary>
/// <remarks>Methods throw <see cref="TraceClientException"/>s. The organisation comes from the token.</remarks>
public interface IKubiyaApi
{
    /// <summary>Gets a page of the organisation's traces. Offsets move as new
    /// traces arrive: pin <paramref name="timeTo"/> to walk pages.</summary>
    /// <param name="page">From 1; past the end a page is empty.</param>
    /// <param name="pageSize">From 1 to 100; the service's default is 20.</param>
    /// <param name="sort">A field, descending with <c>-</c> before it; the service's
    /// default is <c>-started_at</c>, also for a field it does not know.</param>
    /// <param name="status"><c>success</c>, <c>error</c> or <c>running</c>.</param>
    /// <param name="timeFrom">The earliest <c>started_at</c>, inclusive; in UTC.</param>
    /// <param name="timeTo">The latest <c>started_at</c>, inclusive; in UTC.</param>
    /// <param name="search">A part of the trace's or service's name; <c>%</c> and <c>_</c> are wildcards.</param>
    /// <param name="executionId">The execution.</param>
    /// <param name="serviceName">The service.</param>
    /// <param name="userId">The user.</param>
    /// <param name="hasErrors">True for traces with failed spans, false for those without; null for both.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/api/v1/traces")]
    Task<KubiyaTracePage> ListTracesAsync(
        int? page = null, [AliasAs("page_size")] int? pageSize = null, string? sort = null, string? status = null,
        [AliasAs("time_from")] DateTimeOffset? timeFrom = null, [AliasAs("time_to")] DateTimeOffset? timeTo = null, string? search = null,
        [AliasAs("execution_id")] string? executionId = null, [AliasAs("service_name")] string? serviceName = null,
        [AliasAs("user_id")] string? userId = null, [AliasAs("has_errors")] bool? hasErrors = null,
        CancellationToken cancellationToken = default);

    /// <summary>Counts over a period; without one over the last 24 hours.</summary>
    /// <param name="timeFrom">The earliest <c>started_at</c>, inclusive; in UTC.</param>
    /// <param name="timeTo">The latest <c>started_at</c>, inclusive; in UTC.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/api/v1/traces/stats")]
    Task<KubiyaTraceStats> GetStatsAsync(
        [AliasAs("time_from")] DateTimeOffset? timeFrom = null, [AliasAs("time_to")] DateTimeOffset? timeTo = null,
        CancellationToken cancellationToken = default);

    /// <summary>Gets a trace with its spans.</summary>
    /// <param name="traceId">32 lower-case hex digits.</param>
    /// <param name="flat">True for all spans in a row. The tree that false gives
    /// leaves out every span whose parent is not stored, with all below it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/api/v1/traces/{trace_id}")]
    Task<KubiyaTraceDetail> GetTraceAsync(
        [AliasAs("trace_id")] string traceId, bool? flat = null, CancellationToken cancellationToken = default);

    /// <summary>Gets the spans of a trace, one by one as they arrive. The list can be enumerated once.</summary>
    /// <param name="traceId">32 lower-case hex digits.</param>
    /// <param name="flat">True for all spans in a row. The tree that false gives
    /// leaves out every span whose parent is not stored, with all below it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/api/v1/traces/{trace_id}/spans")]
    IAsyncEnumerable<KubiyaSpan> ListSpansAsync(
        [AliasAs("trace_id")] string traceId, bool? flat = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a trace with its spans; a second time it is not found.</summary>
    /// <param name="traceId">32 lower-case hex digits.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    [Delete("/api/v1/traces/{trace_id}")]
    Task<KubiyaTraceDeletion> DeleteTraceAsync([AliasAs("trace_id")] string traceId, CancellationToken cancellationToken = default);

    /// <summary>Gets what is stored and for how long; the service does not say in what shape.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    [Get("/api/v1/traces/storage/stats")]
    Task<JsonPayload> GetStorageStatsAsync(CancellationToken cancellationToken = default);
}
