using System.Runtime.CompilerServices;

namespace TraceClient.Calyptia;

/// <summary>Lists traces over pipelines and their sessions, newest first.</summary>
internal sealed class CalyptiaTraceLists(
    ICalyptiaApi api, CalyptiaOptions options, PageReader pages, CalyptiaPipelineNames names, Func<CancellationToken, ValueTask<string?>> projectId)
{
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
        var events = EventsAsync(session, _ => false, cancellationToken);
        await foreach (var chunk in walk.ListAsync(events, cancellationToken).ConfigureAwait(false))
        {
            var name = await names.FindAsync(session.PipelineId, cancellationToken).ConfigureAwait(false);
            var summary = CalyptiaTraceMapper.ToSummary(chunk, session, name);
            if (Matches(summary, query))
                yield return summary;
        }
    }

    /// <summary>The traces of all pipelines that the options or the token name.</summary>
    public async IAsyncEnumerable<TraceSummary> OfPipelinesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var lanes = new List<PipelineCursor>();
        await foreach (var pipelineId in PipelineIdsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (query.ServiceName is null || await names.FindAsync(pipelineId, cancellationToken).ConfigureAwait(false) == query.ServiceName)
            {
                lanes.Add(new PipelineCursor(
                    SessionsAsync(pipelineId, query, cancellationToken), session => OfSessionAsync(session, query, cancellationToken), cancellationToken));
            }
        }

        await foreach (var summary in PipelineCursors.MergeAsync(lanes, cancellationToken).ConfigureAwait(false))
            yield return summary;
    }

    /// <summary>The events of a session, newest first.</summary>
    /// <param name="session">The session.</param>
    /// <param name="keepRecord">Whether an event's log records are kept.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<CalyptiaEvent> EventsAsync(
        CalyptiaTraceSession session,
        Func<CalyptiaTraceRecord, bool> keepRecord,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var later = CalyptiaSessions.EndOf(session) ?? session.CreatedAt.Value ?? default;
        var index = 0L;
        await foreach (var record in _lists.RecordsAsync(session.Id ?? "", cancellationToken).ConfigureAwait(false))
        {
            var next = CalyptiaEvent.From(record, index++, later, keepRecord(record));
            later = next.Time;
            yield return next;
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
            if (!IsTooNew(session, query))
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

    private static bool Matches(TraceSummary summary, TraceQuery query) =>
        query.Includes(summary.RecordedAt) && (query.SpanType is not { } type || summary.SpanTypes!.Contains(type));
}
