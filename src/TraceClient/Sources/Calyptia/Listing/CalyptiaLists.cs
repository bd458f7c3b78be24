namespace TraceClient.Calyptia;

/// <summary>Walks Calyptia's lists page by page, newest first.</summary>
internal sealed class CalyptiaLists(ICalyptiaApi api, CalyptiaOptions options, PageReader pages)
{
    public IAsyncEnumerable<CalyptiaProject> ProjectsAsync(CancellationToken cancellationToken) => WalkAsync(
        "projects",
        async (before, token) =>
        {
            using var response = await api.ListProjectsAsync(options.PageSize, before, cancellationToken: token).ConfigureAwait(false);
            return new CalyptiaListPage<CalyptiaProject>(response.Content, CalyptiaLink.NextCursor(response.Headers));
        },
        project => project.Id,
        cancellationToken);

    public IAsyncEnumerable<CalyptiaPipeline> PipelinesAsync(string projectId, CancellationToken cancellationToken) => WalkAsync(
        "pipelines",
        async (before, token) =>
        {
            var response = await api.ListPipelinesAsync(projectId, options.PageSize, before, cancellationToken: token).ConfigureAwait(false);

            // An empty list can be a null, as Go writes it; an object without even a count is none.
            return response.IsPage
                ? new CalyptiaListPage<CalyptiaPipeline>(response.Items, response.EndCursor)
                : throw SourceErrors.NoItems(SourceNames.Calyptia, "ListPipelines");
        },
        pipeline => pipeline.Id,
        cancellationToken);

    /// <summary>A pipeline's sessions. One that was found in a list and is gone now has none; one that the options name must be there.</summary>
    public IAsyncEnumerable<CalyptiaTraceSession> SessionsAsync(string pipelineId, CancellationToken cancellationToken) => WalkAsync(
        "trace sessions",
        async (before, token) =>
        {
            using var response = await api.ListTraceSessionsAsync(pipelineId, options.PageSize, before, token).ConfigureAwait(false);
            return new CalyptiaListPage<CalyptiaTraceSession>(response.Content, CalyptiaLink.NextCursor(response.Headers));
        },
        session => session.Id,
        cancellationToken,
        mayBeGone: options.PipelineIds.Count == 0);

    /// <summary>A session's events.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="mayBeGone">Whether a session that is gone has no events; otherwise it is an error.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public IAsyncEnumerable<CalyptiaTraceRecord> RecordsAsync(string sessionId, bool mayBeGone, CancellationToken cancellationToken) => WalkAsync(
        "trace records",
        async (before, token) =>
        {
            using var response = await api.ListTraceRecordsAsync(sessionId, options.PageSize, before, token).ConfigureAwait(false);
            return new CalyptiaListPage<CalyptiaTraceRecord>(response.Content, CalyptiaLink.NextCursor(response.Headers));
        },
        record => record.Id,
        cancellationToken,
        mayBeGone);

    private async IAsyncEnumerable<T> WalkAsync<T>(
        string what,
        Func<string?, CancellationToken, Task<CalyptiaListPage<T>>> readAsync,
        Func<T, string?> idOf,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        bool mayBeGone = false)
        where T : class
    {
        var cursors = new CalyptiaCursors();
        var memory = new PageDeduplicator(SourceNames.Calyptia, what);
        for (string? cursor = null; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CalyptiaListPage<T> page;
            try
            {
                page = await pages.ReadAsync(token => readAsync(cursor, token), cancellationToken).ConfigureAwait(false);
            }
            catch (TraceNotFoundException) when (mayBeGone && cursor is null)
            {
                yield break;
            }

            var (items, next) = page;
            memory.Turn();
            foreach (var item in items ?? [])
            {
                if (item is not null && (idOf(item) is not { Length: > 0 } id || memory.IsNew(id)))
                    yield return item;
            }

            if (items is not { Count: > 0 } || string.IsNullOrEmpty(next))
                yield break;
            memory.ThrowIfRepeated();
            if (!cursors.IsNew(next))
                throw memory.Repeated();
            cursor = next;
        }
    }
}

/// <summary>One page of a list, newest first.</summary>
/// <param name="Items">The items; null when the response has none.</param>
/// <param name="Next">The cursor of the next page; null or empty on the last one.</param>
internal readonly record struct CalyptiaListPage<T>(IReadOnlyList<T>? Items, string? Next);

/// <summary>Notices when the cursors of a walk go round in a circle, however long the walk and the circle are.</summary>
internal sealed class CalyptiaCursors
{
    private const int Remembered = 64;

    private readonly Queue<string> _latest = new(Remembered);
    private string? _milestone;
    private long _count;

    /// <summary>False for a cursor that came before: one of the latest, or the one at the last power of two.</summary>
    public bool IsNew(string cursor)
    {
        if (cursor == _milestone || _latest.Contains(cursor))
            return false;

        if (long.IsPow2(++_count))
            _milestone = cursor;
        if (_latest.Count == Remembered)
            _latest.Dequeue();
        _latest.Enqueue(cursor);
        return true;
    }
}
