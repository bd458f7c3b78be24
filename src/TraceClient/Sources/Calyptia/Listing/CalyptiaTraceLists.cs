namespace TraceClient.Calyptia;

/// <summary>Lists traces over pipelines and their sessions, newest first.</summary>
/// <param name="lists">The lists of the service.</param>
/// <param name="options">What is listed.</param>
/// <param name="projectId">Gets the project whose pipelines are listed; null for all projects.</param>
internal sealed class CalyptiaTraceLists(
    CalyptiaLists lists, CalyptiaOptions options, Func<CancellationToken, ValueTask<string?>> projectId)
{
    private const int OpenedAtOnce = 4;

    /// <summary>The traces of one session.</summary>
    public async IAsyncEnumerable<TraceSummary> OfSessionAsync(
        CalyptiaTraceSession session, TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (IsTooNew(session, query) || IsTooOld(session, query))
            yield break;
        if (query.ServiceName is not null
            && await lists.FindNameAsync(session.PipelineId, cancellationToken).ConfigureAwait(false) != query.ServiceName)
            yield break;

        var walk = new CalyptiaChunkWalk(options.ChunkGap, query.From is { } from ? TraceQueryTimes.ToTimestamp(from) : null);
        var events = lists.EventsAsync(session, isWanted: null, cancellationToken);
        await foreach (var chunk in walk.ListAsync(events, cancellationToken).ConfigureAwait(false))
        {
            var name = await lists.FindNameAsync(session.PipelineId, cancellationToken).ConfigureAwait(false);
            var summary = CalyptiaTraceMapper.ToSummary(chunk, session, name);
            if (query.Matches(summary, TraceFilters.Time | TraceFilters.SpanType))
                yield return summary;
        }
    }

    /// <summary>The traces of all pipelines that the options or the token name.</summary>
    public async IAsyncEnumerable<TraceSummary> OfPipelinesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var pipelines = new List<IAsyncEnumerable<(TraceTimestamp Bound, TraceSummary? Summary)>>();
        await foreach (var pipelineId in PipelineIdsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (query.ServiceName is null
                || await lists.FindNameAsync(pipelineId, cancellationToken).ConfigureAwait(false) == query.ServiceName)
                pipelines.Add(OfPipelineAsync(pipelineId, query, cancellationToken));
        }

        var merge = new OrderedMerge<(TraceTimestamp Bound, TraceSummary? Summary)>(
            pipelines, step => step.Bound.UnixNanoseconds, OpenedAtOnce, onFailure: null, cancellationToken);
        await using var _ = merge.ConfigureAwait(false);
        while (await merge.MoveNextAsync().ConfigureAwait(false))
        {
            if (merge.Current.Summary is { } summary)
                yield return summary;
        }
    }

    /// <summary>The traces of one pipeline, each with a time that neither it nor any behind it is newer than. Before those of a session,
    /// its end comes without a trace: a session is read when its turn comes.</summary>
    private async IAsyncEnumerable<(TraceTimestamp Bound, TraceSummary? Summary)> OfPipelineAsync(
        string pipelineId, TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var session in lists.SessionsAsync(pipelineId, cancellationToken).ConfigureAwait(false))
        {
            // Sessions of one pipeline follow each other: behind one that is too old there are only older ones.
            if (IsTooOld(session, query))
                yield break;

            if (!CalyptiaLists.CanRequest(session.Id) || IsTooNew(session, query))
                continue;
            var bound = session.EndsAt ?? new TraceTimestamp(long.MaxValue);
            yield return (bound, null);
            await foreach (var summary in OfSessionAsync(
                session with { PipelineId = session.PipelineId ?? pipelineId }, query, cancellationToken).ConfigureAwait(false))
                yield return (bound = summary.RecordedAt ?? bound, summary);
        }
    }

    private async IAsyncEnumerable<string> PipelineIdsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var id in options.PipelineIds.Distinct(StringComparer.Ordinal))
            yield return id;
        if (options.PipelineIds.Count > 0)
            yield break;

        await foreach (var project in ProjectIdsAsync(cancellationToken).ConfigureAwait(false))
        {
            await foreach (var pipeline in lists.PipelinesAsync(project, cancellationToken).ConfigureAwait(false))
            {
                if (!CalyptiaLists.CanRequest(pipeline.Id))
                    continue;
                lists.Remember(pipeline.Id, pipeline.Name);
                yield return pipeline.Id;
            }
        }
    }

    private async IAsyncEnumerable<string> ProjectIdsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (await projectId(cancellationToken).ConfigureAwait(false) is { } only)
        {
            yield return only;
            yield break;
        }

        await foreach (var project in lists.ProjectsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (CalyptiaLists.CanRequest(project.Id))
                yield return project.Id;
        }
    }

    private static bool IsTooNew(CalyptiaTraceSession session, TraceQuery query) =>
        query.To is { } to && session.CreatedAt.Value > TraceQueryTimes.ToTimestamp(to);

    private static bool IsTooOld(CalyptiaTraceSession session, TraceQuery query) =>
        query.From is { } from && session.EndsAt < TraceQueryTimes.ToTimestamp(from);
}
