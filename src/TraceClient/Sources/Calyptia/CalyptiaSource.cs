namespace TraceClient.Calyptia;

/// <summary>Reads trace sessions of Calyptia Core; a trace is a chunk of log records on its way through a Fluent Bit pipeline.</summary>
/// <param name="api">The endpoints.</param>
/// <param name="options">What is listed, and how chunks are told apart.</param>
/// <param name="timeProvider">Tells whether a session is over.</param>
/// <param name="tokenProjectId">The project that the token belongs to; null when it does not say.</param>
internal sealed class CalyptiaSource(
    ICalyptiaApi api, CalyptiaOptions options, TimeProvider timeProvider, Func<CancellationToken, ValueTask<string?>> tokenProjectId) : ITraceSource, ITraceLookup
{
    private readonly PageReader _pages = new(options.Resilience, timeProvider);

    public string Name => SourceNames.Calyptia;

    public TraceFilters Filters => TraceFilters.Time | TraceFilters.Session | TraceFilters.Service | TraceFilters.SpanType;

    private CalyptiaPipelineNames Names => field ??= new(api, _pages);

    private CalyptiaTraceLists Lists => field ??= new(api, options, _pages, Names, ProjectIdAsync);

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerable<TraceSummary> summaries;
        if (query.SessionId is null)
            summaries = Lists.OfPipelinesAsync(query, cancellationToken);
        else if (await FindSessionAsync(query.SessionId, cancellationToken).ConfigureAwait(false) is { } session)
            summaries = Lists.OfSessionAsync(session, query, cancellationToken);
        else
            yield break;

        await foreach (var summary in summaries.ConfigureAwait(false))
            yield return summary;
    }

    public async Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default) =>
        (await LookUpTraceAsync(id, cancellationToken).ConfigureAwait(false)).Trace;

    public async Task<(Trace? Trace, TraceNotFoundException? Error)> LookUpTraceAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var (chunk, session, namesakes) = await ReadChunkAsync(id, "GetTrace", cancellationToken).ConfigureAwait(false);
            var pipeline = await Names.FindAsync(session.PipelineId, cancellationToken).ConfigureAwait(false);
            return (CalyptiaTraceMapper.ToTrace(chunk, session, pipeline, timeProvider.GetUtcNow(), namesakes), null);
        }
        catch (TraceNotFoundException unknown)
        {
            return (null, unknown);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A span's parent is only known when its whole chunk is, so the spans of that one chunk, about 2 MB of records, are gathered first.</remarks>
    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (chunk, _, _) = await ReadChunkAsync(id, "StreamSpans", cancellationToken).ConfigureAwait(false);
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

    private async Task<(CalyptiaChunk Chunk, CalyptiaTraceSession Session, int Namesakes)> ReadChunkAsync(
        string id, string operation, CancellationToken cancellationToken)
    {
        var traceId = CalyptiaTraceId.TryParse(id) ?? throw SourceErrors.UnknownTrace(Name, id, operation);
        var session = await GetSessionAsync(traceId.SessionId, cancellationToken).ConfigureAwait(false);
        var finder = new CalyptiaChunkFinder(traceId, options.ChunkGap);
        var events = Lists.EventsAsync(session, finder.IsWanted, mayBeGone: false, cancellationToken);
        var (chunk, namesakes) = await finder.FindAsync(events, cancellationToken).ConfigureAwait(false)
            ?? throw SourceErrors.UnknownTrace(Name, id, operation);
        return (chunk, session, namesakes);
    }

    private async Task<CalyptiaTraceSession> GetSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        var session = await _pages.ReadAsync(token => api.GetTraceSessionAsync(sessionId, token), cancellationToken).ConfigureAwait(false);
        return string.IsNullOrEmpty(session.Id) ? session with { Id = sessionId } : session;
    }

    /// <summary>A session; null when there is none of that id, or the text cannot be an id here: a query for a session goes to all sources.</summary>
    private async Task<CalyptiaTraceSession?> FindSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            return await GetSessionAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TraceNotFoundException or TraceValidationException)
        {
            return null;
        }
    }
}
