using Refit;

namespace TraceClient.Benchmarks.Read;

/// <summary>The endpoints of Calyptia that a list of all events needs, as a user of Refit writes them.</summary>
internal interface ICalyptiaPeer
{
    [Get("/v1/projects")]
    Task<ApiResponse<List<CalyptiaPeerProject>>> ListProjectsAsync(
        int last, string? before = null, CancellationToken cancellationToken = default);

    [Get("/v1/projects/{projectId}/pipelines")]
    Task<CalyptiaPeerPipelinePage> ListPipelinesAsync(
        string projectId, int last, string? before = null, CancellationToken cancellationToken = default);

    [Get("/v1/pipelines/{pipelineId}/trace_sessions")]
    Task<ApiResponse<List<CalyptiaPeerSession>>> ListTraceSessionsAsync(
        string pipelineId, int last, string? before = null, CancellationToken cancellationToken = default);

    [Get("/v1/trace_sessions/{sessionId}/records")]
    Task<ApiResponse<List<CalyptiaPeerRecord>>> ListTraceRecordsAsync(
        string sessionId, int last, string? before = null, CancellationToken cancellationToken = default);
}
