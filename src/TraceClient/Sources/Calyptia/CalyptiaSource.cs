namespace TraceClient.Calyptia;

/// <summary>Reads trace sessions of Calyptia Core; a trace is a chunk of log records on its way through a Fluent Bit pipeline.</summary>
/// <param name="api">The endpoints.</param>
/// <param name="options">What is listed, and how chunks are separated.</param>
/// <param name="timeProvider">The clock by which a session is over.</param>
/// <param name="tokenProjectId">The project that the token belongs to; null when it does not say.</param>
internal sealed class CalyptiaSource(
    ICalyptiaApi api, CalyptiaOptions options, TimeProvider timeProvider, Func<CancellationToken, ValueTask<string?>> tokenProjectId)
        : ITraceSource, ITraceLookup
{
    private readonly CalyptiaLists _lists = new(api, options, timeProvider);

    public string Name => SourceNames.Calyptia;

    public TraceFilters Filters => TraceFilters.Time | TraceFilters.Session | TraceFilters.Service | TraceFilters.SpanType;

    private CalyptiaTraceLists Traces => field ??= new(_lists, options, ProjectIdAsync);

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var session = query.SessionId is { } id ? await FindSessionAsync(id, cancellationToken).ConfigureAwait(false) : null;
        if (session is null && query.SessionId is not null)
            yield break;

        var summaries = session is null
            ? Traces.OfPipelinesAsync(query, cancellationToken)
            : Traces.OfSessionAsync(session, query, cancellationToken);
        await foreach (var summary in summaries.ConfigureAwait(false))
            yield return summary;
    }

    public async Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default) =>
        (await LookUpTraceAsync(id, cancellationToken).ConfigureAwait(false)).Trace;

    public Task<(Trace? Trace, TraceNotFoundException? Error)> LookUpTraceAsync(string id, CancellationToken cancellationToken) =>
        LookUpTraceAsync(id, traceId => SearchAsync([traceId], cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The traces of one session are found in one walk over its events, when the first of them is due.</remarks>
    public async IAsyncEnumerable<(Trace? Trace, TraceNotFoundException? Error)> LookUpTracesAsync(
        IReadOnlyList<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ofSession = ids.Select(CalyptiaTraceId.TryParse).OfType<CalyptiaTraceId>().Distinct()
            .ToLookup(id => id.SessionId, StringComparer.Ordinal);
        var searches = new Dictionary<string, Task<(CalyptiaTraceSession, CalyptiaChunkSearch)>>(StringComparer.Ordinal);
        foreach (var id in ids)
            yield return await LookUpTraceAsync(id, SearchOnceAsync, cancellationToken).ConfigureAwait(false);

        Task<(CalyptiaTraceSession, CalyptiaChunkSearch)> SearchOnceAsync(CalyptiaTraceId id) =>
            CollectionsMarshal.GetValueRefOrAddDefault(searches, id.SessionId, out _) ??= SearchAsync(
                [.. ofSession[id.SessionId]], cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A span's parent is only known when its whole chunk is, so the spans
    /// of that one chunk, about 2 MB of records, are gathered first.</remarks>
    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var traceId = Parse(id, "StreamSpans");
        var (_, search) = await SearchAsync([traceId], cancellationToken).ConfigureAwait(false);
        var (chunk, _) = search.Find(traceId) ?? throw SourceErrors.UnknownTrace(Name, id, "StreamSpans");
        foreach (var span in CalyptiaSpanMapper.ToSpans(chunk))
            yield return span;
    }

    public async Task PingAsync(CancellationToken cancellationToken = default)
    {
        if (await ProjectIdAsync(cancellationToken).ConfigureAwait(false) is { } projectId)
            await api.GetProjectAsync(projectId, cancellationToken).ConfigureAwait(false);
        else
            await api.ListProjectsAsync(last: 1, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<string?> ProjectIdAsync(CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(options.ProjectId) ? options.ProjectId : await tokenProjectId(cancellationToken).ConfigureAwait(false);

    private async Task<(Trace? Trace, TraceNotFoundException? Error)> LookUpTraceAsync(
        string id, Func<CalyptiaTraceId, Task<(CalyptiaTraceSession Session, CalyptiaChunkSearch Search)>> searchAsync,
        CancellationToken cancellationToken)
    {
        try
        {
            var traceId = Parse(id, "GetTrace");
            var (session, search) = await searchAsync(traceId).ConfigureAwait(false);
            var (chunk, namesakes) = search.Find(traceId) ?? throw SourceErrors.UnknownTrace(Name, id, "GetTrace");
            var pipeline = await _lists.FindNameAsync(session.PipelineId, cancellationToken).ConfigureAwait(false);
            return (CalyptiaTraceMapper.ToTrace(chunk, session, pipeline, timeProvider.GetUtcNow(), namesakes), null);
        }
        catch (TraceNotFoundException unknown)
        {
            return (null, unknown);
        }
    }

    private CalyptiaTraceId Parse(string id, string operation) =>
        CalyptiaTraceId.TryParse(id) ?? throw SourceErrors.UnknownTrace(Name, id, operation);

    /// <summary>Searches a session for the chunks of ids that all name it.</summary>
    private async Task<(CalyptiaTraceSession Session, CalyptiaChunkSearch Search)> SearchAsync(
        IReadOnlyList<CalyptiaTraceId> ids, CancellationToken cancellationToken)
    {
        var session = await _lists.GetSessionAsync(ids[0].SessionId, cancellationToken).ConfigureAwait(false);
        var search = new CalyptiaChunkSearch(ids);
        var events = _lists.EventsAsync(session, search.IsWanted, cancellationToken);
        await foreach (var chunk in new CalyptiaChunkWalk(options.ChunkGap, isWanted: search.IsWanted).ListAsync(events, cancellationToken)
            .ConfigureAwait(false))
        {
            search.Add(chunk);
            if (search.IsDone)
                break;
        }

        return (session, search);
    }

    /// <summary>A session; null when there is none of that id, or the text cannot
    /// be an id here: a query for a session goes to all sources.</summary>
    private async Task<CalyptiaTraceSession?> FindSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            return await _lists.GetSessionAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TraceNotFoundException or TraceValidationException)
        {
            return null;
        }
    }
}
