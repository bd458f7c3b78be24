using System.Globalization;
using System.Net;
using Refit;
using TraceClient.Calyptia;

namespace TraceClient.Tests.Sources.Calyptia;

/// <summary>Calyptia in memory: lists newest first, pages with cursors in <c>Link</c>, 404 for what is not there.</summary>
internal sealed class FakeCalyptiaApi : ICalyptiaApi
{
    public List<CalyptiaProject> Projects { get; } = [];

    public Dictionary<string, List<CalyptiaPipeline>> Pipelines { get; } = [];

    public List<CalyptiaTraceSession> Sessions { get; } = [];

    /// <summary>The events of each session, oldest first.</summary>
    public Dictionary<string, List<CalyptiaTraceRecord>> Records { get; } = [];

    public List<string> Requests { get; } = [];

    /// <summary>Says another next cursor of a list of records than the true one.</summary>
    public Func<string?, string?>? NextCursor { get; set; }

    public FakeCalyptiaApi WithSession(
        string id, string pipelineId, DateTimeOffset createdAt, TimeSpan lifespan, params IEnumerable<CalyptiaTraceRecord> records)
    {
        Sessions.Add(new CalyptiaTraceSession
        {
            Id = id,
            PipelineId = pipelineId,
            Lifespan = lifespan,
            CreatedAt = SourceTime.FromText(createdAt.ToString("O")),
        });
        Records[id] = [.. records];
        return this;
    }

    public Task<ApiResponse<IReadOnlyList<CalyptiaTraceSession>>> ListTraceSessionsAsync(
        string pipelineId, int? last = null, string? before = null, CancellationToken cancellationToken = default)
    {
        Log($"sessions {pipelineId}");
        var sessions = Sessions.Where(session => session.PipelineId == pipelineId)
            .OrderByDescending(session => session.CreatedAt.Value!.Value);
        return Task.FromResult(Page([.. sessions], last, before, next => next));
    }

    public Task<CalyptiaTraceSession> GetTraceSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        Log($"session {sessionId}");
        return Sessions.Find(session => session.Id == sessionId) is { } found
            ? Task.FromResult(found)
            : throw new TraceNotFoundException("trace session not found");
    }

    public Task<ApiResponse<IReadOnlyList<CalyptiaTraceRecord>>> ListTraceRecordsAsync(
        string sessionId, int? last = null, string? before = null, CancellationToken cancellationToken = default)
    {
        Log($"records {sessionId}");
        return Records.TryGetValue(sessionId, out var records)
            ? Task.FromResult(Page(records.AsEnumerable().Reverse().ToList(), last, before, NextCursor ?? (next => next)))
            : throw new TraceNotFoundException("trace session terminated", HttpStatusCode.Gone);
    }

    public Task<ApiResponse<IReadOnlyList<CalyptiaProject>>> ListProjectsAsync(
        int? last = null, string? before = null, string? name = null, CancellationToken cancellationToken = default)
    {
        Log($"projects last={last}");
        return Task.FromResult(Page(Projects, last, before, next => next));
    }

    public Task<CalyptiaProject> GetProjectAsync(string projectId, CancellationToken cancellationToken = default)
    {
        Log($"project {projectId}");
        return Task.FromResult(Projects.Find(project => project.Id == projectId) ?? throw new TraceNotFoundException("project not found"));
    }

    public Task<CalyptiaPipelinePage> ListPipelinesAsync(
        string projectId, int? last = null, string? before = null, string? kind = null, string? name = null, string? tagsQuery = null,
        string? configFormat = null, string? include = null, bool? excludeInternal = null, CancellationToken cancellationToken = default)
    {
        Log($"pipelines {projectId}");
        var (items, next) = Slice(Pipelines[projectId], last, before);
        return Task.FromResult(new CalyptiaPipelinePage { Items = items, EndCursor = next });
    }

    public Task<CalyptiaPipeline> GetPipelineAsync(string pipelineId, CancellationToken cancellationToken = default)
    {
        Log($"pipeline {pipelineId}");
        return Task.FromResult(
            Pipelines.Values.SelectMany(list => list).FirstOrDefault(pipeline => pipeline.Id == pipelineId)
            ?? throw new TraceNotFoundException("pipeline not found"));
    }

    public Task<CalyptiaCreatedTraceSession> CreateTraceSessionAsync(
        string pipelineId, CalyptiaCreateTraceSession session, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

    public Task<CalyptiaTraceSession> GetActiveTraceSessionAsync(string pipelineId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<CalyptiaTerminatedTraceSession> TerminateActiveTraceSessionAsync(
        string pipelineId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<CalyptiaUpdatedTraceSession> UpdateTraceSessionAsync(
        string sessionId, CalyptiaUpdateTraceSession changes, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

    public Task<CalyptiaCreatedTraceRecord> CreateTraceRecordAsync(
        string pipelineId, CalyptiaCreateTraceRecord record, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

    public Task<CalyptiaCoreInstancePage> ListCoreInstancesAsync(
        string projectId, int? last = null, string? before = null, string? name = null, string? environmentId = null,
        string? tagsQuery = null,
        bool? excludeInternal = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<CalyptiaPipelinePage> ListCoreInstancePipelinesAsync(
        string coreInstanceId, int? last = null, string? before = null, string? kind = null, string? name = null, string? tagsQuery = null,
        string? configFormat = null, string? include = null, bool? excludeInternal = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<CalyptiaSearchResult>> SearchAsync(
        string projectId, string resource, string? term = null, bool? exact = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private void Log(string request)
    {
        lock (Requests)
            Requests.Add(request);
    }

    private static (IReadOnlyList<T> Items, string? Next) Slice<T>(List<T> all, int? last, string? before)
    {
        var start = before is null ? 0 : int.Parse(before, CultureInfo.InvariantCulture);
        var end = Math.Min(all.Count, start + (last ?? all.Count));
        return (all[start..end], end < all.Count ? end.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static ApiResponse<IReadOnlyList<T>> Page<T>(List<T> all, int? last, string? before, Func<string?, string?> nextOf)
    {
        var message = new HttpResponseMessage { RequestMessage = new HttpRequestMessage() };
        var (items, next) = Slice(all, last, before);
        if (nextOf(next) is { } cursor)
            message.Headers.TryAddWithoutValidation("Link", $"</v1/list?before={cursor}>; rel=\"next\"");
        return new ApiResponse<IReadOnlyList<T>>(message, items, new RefitSettings());
    }
}
