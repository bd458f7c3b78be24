namespace TraceClient.Calyptia;

/// <summary>Walks Calyptia's lists page by page, newest first, reads
/// sessions, and remembers the names of pipelines, at most so many.</summary>
internal sealed class CalyptiaLists(ICalyptiaApi api, CalyptiaOptions options, TimeProvider timeProvider)
{
    private const int RememberedNames = 10_000;

    private readonly PageReader _pages = new(options.Resilience, timeProvider);
    private readonly ConcurrentDictionary<string, string?> _names = new(StringComparer.Ordinal);

    /// <summary>Gets whether something can be requested by an id of a response: its
    /// bytes were valid UTF-8, and it is a segment of a path.</summary>
    public static bool CanRequest([NotNullWhen(true)] string? id) =>
        TraceReference.IsId(id) && !id.Contains('\uFFFD', StringComparison.Ordinal) && id is not ("." or "..");

    public IAsyncEnumerable<CalyptiaProject> ProjectsAsync(CancellationToken cancellationToken) => WalkAsync(
        "projects", project => project.Id, mayBeGone: false,
        (before, token) => ReadAsync(api.ListProjectsAsync(options.PageSize, before, cancellationToken: token)), cancellationToken);

    public IAsyncEnumerable<CalyptiaPipeline> PipelinesAsync(string projectId, CancellationToken cancellationToken) => WalkAsync(
        "pipelines", pipeline => pipeline.Id, mayBeGone: false,
        async (before, token) =>
        {
            var page = await api.ListPipelinesAsync(projectId, options.PageSize, before, cancellationToken: token).ConfigureAwait(false);

            // An empty list can be a null, as Go writes it; an object without even a count is none.
            return page.IsPage ? (page.Items, page.EndCursor) : throw SourceErrors.NoItems(SourceNames.Calyptia, "ListPipelines");
        },
        cancellationToken);

    /// <summary>A pipeline's sessions. One that was found in a list and is
    /// gone now has none; one that the options name must be there.</summary>
    public IAsyncEnumerable<CalyptiaTraceSession> SessionsAsync(string pipelineId, CancellationToken cancellationToken) => WalkAsync(
        "trace sessions", session => session.Id, mayBeGone: options.PipelineIds.Count == 0,
        (before, token) => ReadAsync(api.ListTraceSessionsAsync(pipelineId, options.PageSize, before, token)), cancellationToken);

    /// <summary>A session's events.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isWanted">Whether the events of a trace id keep their log records; null
    /// for none: a session that is gone has no events then, and otherwise is an error.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public async IAsyncEnumerable<CalyptiaEvent> EventsAsync(
        CalyptiaTraceSession session, Func<string, bool>? isWanted, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var records = WalkAsync(
            "trace records", record => record.Id, mayBeGone: isWanted is null,
            (before, token) => ReadAsync(api.ListTraceRecordsAsync(session.Id ?? "", options.PageSize, before, token)), cancellationToken);
        var (index, later) = (0L, session.EndsAt ?? session.CreatedAt.Value ?? default);
        await foreach (var record in records.ConfigureAwait(false))
        {
            var next = new CalyptiaEvent(
                record, index++, later, keepRecord: isWanted?.Invoke(CalyptiaTraceId.Printable(record.TraceId)) == true);
            later = next.Time;
            yield return next;
        }
    }

    public async Task<CalyptiaTraceSession> GetSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        var session = await _pages.ReadAsync(token => api.GetTraceSessionAsync(sessionId, token), cancellationToken).ConfigureAwait(false);

        // The response's own id may be missing or damaged.
        return session with { Id = sessionId };
    }

    /// <summary>A pipeline's name; null when the token may not read it or it is gone.</summary>
    public async ValueTask<string?> FindNameAsync(string? pipelineId, CancellationToken cancellationToken)
    {
        if (!CanRequest(pipelineId))
            return null;
        if (_names.TryGetValue(pipelineId, out var name))
            return name;

        try
        {
            name = (await _pages.ReadAsync(token => api.GetPipelineAsync(pipelineId, token), cancellationToken).ConfigureAwait(false)).Name;
        }
        catch (Exception exception) when (exception is TraceNotFoundException or TraceAuthorizationException or TraceValidationException)
        {
            // A name is no reason to go without the trace.
        }

        Remember(pipelineId, name);
        return name;
    }

    public void Remember(string pipelineId, string? name)
    {
        if (_names.Count >= RememberedNames)
            _names.Clear();
        _names[pipelineId] = name;
    }

    private static async Task<(IReadOnlyList<T>? Items, string? Next)> ReadAsync<T>(Task<ApiResponse<IReadOnlyList<T>>> request)
    {
        using var response = await request.ConfigureAwait(false);
        return (response.Content, CalyptiaLink.NextCursor(response.Headers));
    }

    private async IAsyncEnumerable<T> WalkAsync<T>(
        string what, Func<T, string?> idOf, bool mayBeGone,
        Func<string?, CancellationToken, Task<(IReadOnlyList<T>? Items, string? Next)>> readAsync,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var memory = new PageDeduplicator(SourceNames.Calyptia, what);
        var cursors = new PageDeduplicator(SourceNames.Calyptia, what);
        for (string? cursor = null; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<T>? items;
            string? next;
            try
            {
                (items, next) = await _pages.ReadAsync(token => readAsync(cursor, token), cancellationToken).ConfigureAwait(false);
            }
            catch (TraceNotFoundException) when (mayBeGone && cursor is null)
            {
                yield break;
            }

            memory.Turn();
            foreach (var item in items ?? [])
            {
                if (item is not null && (idOf(item) is not { Length: > 0 } id || memory.IsNew(id)))
                    yield return item;
            }

            if (items is not { Count: > 0 } || string.IsNullOrEmpty(next))
                yield break;
            memory.ThrowIfRepeated();
            cursors.Turn();
            if (!cursors.IsNew(next))
                throw cursors.Repeated();
            cursor = next;
        }
    }
}
