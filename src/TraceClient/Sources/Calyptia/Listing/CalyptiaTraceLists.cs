namespace TraceClient.Calyptia;

/// <summary>Lists traces over pipelines and their sessions, newest first.</summary>
internal sealed class CalyptiaTraceLists(
    ICalyptiaApi api, CalyptiaOptions options, PageReader pages, CalyptiaPipelineNames names, Func<CancellationToken, ValueTask<string?>> projectId)
{
    private const int OpenedAtOnce = 4;

    private readonly CalyptiaLists _lists = new(api, options, pages);

    /// <summary>The traces of one session.</summary>
    public async IAsyncEnumerable<TraceSummary> OfSessionAsync(
        CalyptiaTraceSession session, TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (IsTooNew(session, query) || IsTooOld(session, query))
            yield break;
        if (query.ServiceName is not null && await names.FindAsync(session.PipelineId, cancellationToken).ConfigureAwait(false) != query.ServiceName)
            yield break;

        var walk = new CalyptiaChunkWalk(options.ChunkGap, query.From is { } from ? TraceQueryTimes.ToTimestamp(from) : null);
        var events = EventsAsync(session, _ => false, mayBeGone: true, cancellationToken);
        await foreach (var chunk in walk.ListAsync(events, cancellationToken).ConfigureAwait(false))
        {
            var name = await names.FindAsync(session.PipelineId, cancellationToken).ConfigureAwait(false);
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
            if (query.ServiceName is null || await names.FindAsync(pipelineId, cancellationToken).ConfigureAwait(false) == query.ServiceName)
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

    /// <summary>The events of a session, newest first.</summary>
    /// <param name="session">The session.</param>
    /// <param name="keepRecord">Whether an event's log records are kept.</param>
    /// <param name="mayBeGone">Whether a session that is gone has no events; otherwise it is an error.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<CalyptiaEvent> EventsAsync(
        CalyptiaTraceSession session,
        Func<CalyptiaTraceRecord, bool> keepRecord,
        bool mayBeGone,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var later = CalyptiaSessions.EndOf(session) ?? session.CreatedAt.Value ?? default;
        var index = 0L;
        await foreach (var record in _lists.RecordsAsync(session.Id ?? "", mayBeGone, cancellationToken).ConfigureAwait(false))
        {
            var next = CalyptiaEvent.From(record, index++, later, keepRecord(record));
            later = next.Time;
            yield return next;
        }
    }

    /// <summary>The traces of one pipeline, each with a time that neither it nor any behind it is newer than. Before those of a session, its end comes without a trace: a session is read when its turn comes.</summary>
    private async IAsyncEnumerable<(TraceTimestamp Bound, TraceSummary? Summary)> OfPipelineAsync(
        string pipelineId, TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var session in SessionsAsync(pipelineId, query, cancellationToken).ConfigureAwait(false))
        {
            var bound = CalyptiaSessions.EndOf(session) ?? new TraceTimestamp(long.MaxValue);
            yield return (bound, null);
            await foreach (var summary in OfSessionAsync(session, query, cancellationToken).ConfigureAwait(false))
                yield return (bound = summary.RecordedAt ?? bound, summary);
        }
    }

    private async IAsyncEnumerable<CalyptiaTraceSession> SessionsAsync(
        string pipelineId, TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var session in _lists.SessionsAsync(pipelineId, cancellationToken).ConfigureAwait(false))
        {
            // Sessions of one pipeline follow each other: behind one that is too old there are only older ones.
            if (IsTooOld(session, query))
                yield break;

            // Without an id there is nothing to ask for.
            if (TraceReference.IsId(session.Id) && !IsTooNew(session, query))
                yield return session.PipelineId is null ? session with { PipelineId = pipelineId } : session;
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
            await foreach (var pipeline in _lists.PipelinesAsync(project, cancellationToken).ConfigureAwait(false))
            {
                if (pipeline.Id is not { Length: > 0 } id)
                    continue;
                names.Remember(id, pipeline.Name);
                yield return id;
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

        await foreach (var project in _lists.ProjectsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (project.Id is { Length: > 0 } id)
                yield return id;
        }
    }

    private static bool IsTooNew(CalyptiaTraceSession session, TraceQuery query) =>
        query.To is { } to && session.CreatedAt.Value is { } start && start > TraceQueryTimes.ToTimestamp(to);

    private static bool IsTooOld(CalyptiaTraceSession session, TraceQuery query) =>
        query.From is { } from && CalyptiaSessions.EndOf(session) is { } end && end < TraceQueryTimes.ToTimestamp(from);
}
