namespace TraceClient.Calyptia;

/// <summary>The endpoints of Calyptia Core that have to do with traces, one method each.</summary>
/// <remarks>
/// Ids are UUIDs. Lists are newest first; <c>last</c> is the most items to return and <c>before</c> the cursor of the page before.
/// A list that is a bare array has its cursor in the header <c>Link</c>; <see cref="CalyptiaLink.NextCursor"/> reads it.
/// Every method throws a <see cref="TraceClientException"/> when the service cannot be read or responds with an error.
/// </remarks>
public interface ICalyptiaApi
{
    /// <summary>Begins a trace session; a pipeline has at most one that is active.</summary>
    /// <exception cref="TraceConflictException">There is an active one.</exception>
    [Post("/v1/pipelines/{pipelineId}/trace_sessions")]
    Task<CalyptiaCreatedTraceSession> CreateTraceSessionAsync(
        string pipelineId, [Body] CalyptiaCreateTraceSession session, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of a pipeline's trace sessions.</summary>
    [Get("/v1/pipelines/{pipelineId}/trace_sessions")]
    Task<ApiResponse<IReadOnlyList<CalyptiaTraceSession>>> ListTraceSessionsAsync(
        string pipelineId, int? last = null, string? before = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the active trace session of a pipeline.</summary>
    /// <exception cref="TraceNotFoundException">There is none.</exception>
    [Get("/v1/pipelines/{pipelineId}/trace_session")]
    Task<CalyptiaTraceSession> GetActiveTraceSessionAsync(string pipelineId, CancellationToken cancellationToken = default);

    /// <summary>Ends the active trace session of a pipeline.</summary>
    /// <exception cref="TraceNotFoundException">There is none.</exception>
    [Delete("/v1/pipelines/{pipelineId}/trace_session")]
    Task<CalyptiaTerminatedTraceSession> TerminateActiveTraceSessionAsync(string pipelineId, CancellationToken cancellationToken = default);

    /// <summary>Reads a trace session.</summary>
    [Get("/v1/trace_sessions/{sessionId}")]
    Task<CalyptiaTraceSession> GetTraceSessionAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Changes a trace session.</summary>
    [Patch("/v1/trace_sessions/{sessionId}")]
    Task<CalyptiaUpdatedTraceSession> UpdateTraceSessionAsync(
        string sessionId, [Body] CalyptiaUpdateTraceSession changes, CancellationToken cancellationToken = default);

    /// <summary>Adds an event to the active trace session of a pipeline.</summary>
    /// <exception cref="TraceNotFoundException">There is none.</exception>
    [Post("/v1/pipelines/{pipelineId}/trace_session/records")]
    Task<CalyptiaCreatedTraceRecord> CreateTraceRecordAsync(
        string pipelineId, [Body] CalyptiaCreateTraceRecord record, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of a trace session's events.</summary>
    [Get("/v1/trace_sessions/{sessionId}/records")]
    Task<ApiResponse<IReadOnlyList<CalyptiaTraceRecord>>> ListTraceRecordsAsync(
        string sessionId, int? last = null, string? before = null, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of the user's projects; a project token may not.</summary>
    [Get("/v1/projects")]
    Task<ApiResponse<IReadOnlyList<CalyptiaProject>>> ListProjectsAsync(
        int? last = null, string? before = null, string? name = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a project.</summary>
    [Get("/v1/projects/{projectId}")]
    Task<CalyptiaProject> GetProjectAsync(string projectId, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of a project's pipelines.</summary>
    [Get("/v1/projects/{projectId}/pipelines")]
    Task<CalyptiaPipelinePage> ListPipelinesAsync(
        string projectId, int? last = null, string? before = null, string? kind = null, string? name = null,
        [AliasAs("tags_query")] string? tagsQuery = null, [AliasAs("config_format")] string? configFormat = null, string? include = null,
        [AliasAs("exclude_internal")] bool? excludeInternal = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a pipeline.</summary>
    [Get("/v1/aggregator_pipelines/{pipelineId}")]
    Task<CalyptiaPipeline> GetPipelineAsync(string pipelineId, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of a project's core instances.</summary>
    [Get("/v1/projects/{projectId}/core_instances")]
    Task<CalyptiaCoreInstancePage> ListCoreInstancesAsync(
        string projectId, int? last = null, string? before = null, string? name = null,
        [AliasAs("environment_id")] string? environmentId = null, [AliasAs("tags_query")] string? tagsQuery = null,
        [AliasAs("exclude_internal")] bool? excludeInternal = null, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of a core instance's pipelines.</summary>
    [Get("/v1/core_instances/{coreInstanceId}/pipelines")]
    Task<CalyptiaPipelinePage> ListCoreInstancePipelinesAsync(
        string coreInstanceId, int? last = null, string? before = null, string? kind = null, string? name = null,
        [AliasAs("tags_query")] string? tagsQuery = null, [AliasAs("config_format")] string? configFormat = null, string? include = null,
        [AliasAs("exclude_internal")] bool? excludeInternal = null, CancellationToken cancellationToken = default);

    /// <summary>Finds things of a project by name.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="resource">What is searched: <c>pipeline</c>, <c>trace_session</c>,
    /// <c>core_instance</c>, <c>environment</c> and others.</param>
    /// <param name="term">The name or a part of it.</param>
    /// <param name="exact">Whether the term is the whole name.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    [Get("/v2/search")]
    Task<IReadOnlyList<CalyptiaSearchResult>> SearchAsync(
        [AliasAs("project_id")] string projectId, string resource, string? term = null, bool? exact = null,
        CancellationToken cancellationToken = default);
}
