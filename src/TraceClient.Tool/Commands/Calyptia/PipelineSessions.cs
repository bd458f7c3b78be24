using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary>Manages the trace sessions of one pipeline.</summary>
internal sealed class PipelineSessions(ICalyptiaApi api, Pipeline pipeline)
{
    private const int PageSize = 100;

    public Pipeline Pipeline { get; } = pipeline;

    public async Task<PipelineSession> StartAsync(
        IReadOnlyList<string> plugins, CalyptiaLifespan lifespan, CancellationToken cancellationToken)
    {
        try
        {
            var created = await api.CreateTraceSessionAsync(
                Pipeline.Id, new CalyptiaCreateTraceSession { Plugins = plugins, Lifespan = lifespan }, cancellationToken);
            return new PipelineSession(created.Id ?? "", Pipeline.Id, plugins, lifespan, created.CreatedAt.Value);
        }
        catch (TraceConflictException)
        {
            var active = await GetActiveAsync(cancellationToken);
            throw new ReportedException(new ErrorReport(
                ExitCodes.Failure,
                "conflict",
                $"Trace session {active.Id} is already active on pipeline {Pipeline.DisplayName} until {ValueText.Of(active.EndsAt)}.",
                $"tracectl calyptia session extend {Pipeline.DisplayName}, or tracectl calyptia session stop {Pipeline.DisplayName}",
                SourceNames.Calyptia));
        }
        catch (TraceNotFoundException exception)
        {
            throw PipelineNotFound(exception);
        }
    }

    /// <summary>Lists the sessions, newest first.</summary>
    public async IAsyncEnumerable<PipelineSession> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        for (string? cursor = null; ;)
        {
            var (items, next) = await PageAsync(cursor, cancellationToken);
            foreach (var item in items)
                yield return PipelineSession.Of(item, Pipeline);
            if (items.Count == 0 || string.IsNullOrEmpty(next) || !cursors.Add(next))
                yield break;
            cursor = next;
        }
    }

    /// <summary>Gets the active session.</summary>
    /// <exception cref="ReportedException">No session is active.</exception>
    public async Task<PipelineSession> GetActiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return PipelineSession.Of(await api.GetActiveTraceSessionAsync(Pipeline.Id, cancellationToken), Pipeline);
        }
        catch (TraceNotFoundException)
        {
            throw await NoneActiveAsync(cancellationToken);
        }
    }

    public async Task<PipelineSession> UpdateAsync(PipelineSession session, CalyptiaLifespan lifespan, CancellationToken cancellationToken)
    {
        await api.UpdateTraceSessionAsync(session.Id, new CalyptiaUpdateTraceSession { Lifespan = lifespan }, cancellationToken);
        return session with { Lifespan = lifespan };
    }

    /// <summary>Ends the active session.</summary>
    /// <exception cref="ReportedException">No session is active.</exception>
    public async Task<PipelineSession> StopAsync(CancellationToken cancellationToken)
    {
        var active = await GetActiveAsync(cancellationToken);
        try
        {
            var ended = await api.TerminateActiveTraceSessionAsync(Pipeline.Id, cancellationToken);
            return active with { Id = ended.Id ?? active.Id, Lifespan = ended.Lifespan };
        }
        catch (TraceNotFoundException)
        {
            throw await NoneActiveAsync(cancellationToken);
        }
    }

    private async Task<(IReadOnlyList<CalyptiaTraceSession> Items, string? Next)> PageAsync(
        string? before, CancellationToken cancellationToken)
    {
        try
        {
            var page = await api.ListTraceSessionsAsync(Pipeline.Id, PageSize, before, cancellationToken);
            return (page.Content ?? [], CalyptiaLink.NextCursor(page.Headers));
        }
        catch (TraceNotFoundException exception)
        {
            throw PipelineNotFound(exception);
        }
    }

    // The service returns 404 both for an unknown pipeline and for one without an active session.
    private async Task<ReportedException> NoneActiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await api.GetPipelineAsync(Pipeline.Id, cancellationToken);
        }
        catch (TraceNotFoundException exception)
        {
            return PipelineNotFound(exception);
        }

        return new ReportedException(new ErrorReport(
            ExitCodes.NotFound,
            "not-found",
            $"No trace session is active on pipeline {Pipeline.DisplayName}.",
            $"tracectl calyptia session start {Pipeline.DisplayName}",
            SourceNames.Calyptia));
    }

    private ReportedException PipelineNotFound(TraceNotFoundException exception) => new(new ErrorReport(
        ExitCodes.NotFound,
        "not-found",
        $"Pipeline {Pipeline.DisplayName} was not found, or the token has no access to it.",
        "tracectl doctor",
        exception.SourceName));
}
