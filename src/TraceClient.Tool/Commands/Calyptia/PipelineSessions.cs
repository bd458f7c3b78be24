using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary>The trace sessions of one pipeline; a failure of the service is told in its words.</summary>
internal sealed class PipelineSessions(ICalyptiaApi api, Pipeline pipeline)
{
    private const int PageSize = 100;

    public Pipeline Pipeline { get; } = pipeline;

    public async Task<TraceSession> StartAsync(
        IReadOnlyList<string> plugins, CalyptiaLifespan lifespan, CancellationToken cancellationToken)
    {
        try
        {
            var created = await api.CreateTraceSessionAsync(
                Pipeline.Id, new CalyptiaCreateTraceSession { Plugins = plugins, Lifespan = lifespan }, cancellationToken);
            return new TraceSession(created.Id ?? "", Pipeline.Id, plugins, lifespan, created.CreatedAt.Value);
        }
        catch (TraceConflictException)
        {
            var active = await ActiveAsync(cancellationToken);
            throw new ReportedException(new ErrorReport(
                ExitCodes.Failure,
                "conflict",
                $"Trace session {active.Id} is active on pipeline {Pipeline.Typed} until "
                    + $"{ValueText.Of(active.Ends)}, and there can be only one.",
                $"tracectl calyptia session extend {Pipeline.Typed}, or tracectl calyptia session stop {Pipeline.Typed}",
                SourceNames.Calyptia));
        }
        catch (TraceNotFoundException exception)
        {
            throw NoPipeline(exception);
        }
    }

    /// <summary>The sessions, newest first.</summary>
    public async IAsyncEnumerable<TraceSession> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        for (string? cursor = null; ;)
        {
            var (items, next) = await PageAsync(cursor, cancellationToken);
            foreach (var item in items)
                yield return TraceSession.Of(item, Pipeline);
            if (items.Count == 0 || string.IsNullOrEmpty(next) || !cursors.Add(next))
                yield break;
            cursor = next;
        }
    }

    /// <summary>Reads the one that is active.</summary>
    /// <exception cref="ReportedException">None is active.</exception>
    public async Task<TraceSession> ActiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return TraceSession.Of(await api.GetActiveTraceSessionAsync(Pipeline.Id, cancellationToken), Pipeline);
        }
        catch (TraceNotFoundException)
        {
            throw await NoneActiveAsync(cancellationToken);
        }
    }

    public async Task<TraceSession> ChangeAsync(TraceSession session, CalyptiaLifespan lifespan, CancellationToken cancellationToken)
    {
        await api.UpdateTraceSessionAsync(session.Id, new CalyptiaUpdateTraceSession { Lifespan = lifespan }, cancellationToken);
        return session with { Lifespan = lifespan };
    }

    /// <summary>Ends the one that is active.</summary>
    /// <exception cref="ReportedException">None is active.</exception>
    public async Task<TraceSession> StopAsync(CancellationToken cancellationToken)
    {
        var active = await ActiveAsync(cancellationToken);
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
            throw NoPipeline(exception);
        }
    }

    // The service answers 404 for both; which of them it is decides what to do.
    private async Task<ReportedException> NoneActiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await api.GetPipelineAsync(Pipeline.Id, cancellationToken);
        }
        catch (TraceNotFoundException exception)
        {
            return NoPipeline(exception);
        }

        return new ReportedException(new ErrorReport(
            ExitCodes.NotFound,
            "not-found",
            $"No trace session is active on pipeline {Pipeline.Typed}.",
            $"tracectl calyptia session start {Pipeline.Typed}",
            SourceNames.Calyptia));
    }

    private ReportedException NoPipeline(TraceNotFoundException exception) => new(new ErrorReport(
        ExitCodes.NotFound, "not-found", $"There is no pipeline {Pipeline.Typed}, or the token does not see it.", "tracectl doctor",
        exception.SourceName));
}
