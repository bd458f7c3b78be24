namespace TraceClient.Calyptia;

/// <summary>Reads trace sessions of Calyptia Core; a trace is a chunk of log records on its way through a Fluent Bit pipeline.</summary>
/// <param name="api">The endpoints.</param>
/// <param name="options">What is listed, and how chunks are separated.</param>
/// <param name="timeProvider">The clock by which a session is over.</param>
/// <param name="tokenProjectId">The project that the token belongs to; null when it does not say.</param>
internal sealed class CalyptiaSource(
    ICalyptiaApi api, CalyptiaOptions options, TimeProvider timeProvider, Func<CancellationToken, ValueTask<string?>> tokenProjectId) : ITraceSource, ITraceLookup
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

        var summaries = session is null ? Traces.OfPipelinesAsync(query, cancellationToken) : Traces.OfSessionAsync(session, query, cancellationToken);
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
            var pipeline = await _lists.FindNameAsync(session.PipelineId, cancellationToken).ConfigureAwait(false);
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

    /// <summary>
    /// The chunk that has the record which the id ends with; else the newest of the chunks whose trace id is all that follows the
    /// session, and how many there are.
    /// </summary>
    private async Task<(CalyptiaChunk Chunk, CalyptiaTraceSession Session, int Namesakes)> ReadChunkAsync(
        string id, string operation, CancellationToken cancellationToken)
    {
        var traceId = CalyptiaTraceId.TryParse(id) ?? throw SourceErrors.UnknownTrace(Name, id, operation);
        var session = await _lists.GetSessionAsync(traceId.SessionId, cancellationToken).ConfigureAwait(false);
        var events = _lists.EventsAsync(session, traceId, cancellationToken);
        CalyptiaChunk? newest = null;
        var namesakes = 0;
        var walk = new CalyptiaChunkWalk(options.ChunkGap, isWanted: traceId.IsOf);
        await foreach (var chunk in walk.ListAsync(events, cancellationToken).ConfigureAwait(false))
        {
            if (traceId.HasRecord(chunk))
                return (chunk, session, 1);
            if (chunk.First.TraceId != traceId.Rest)
                continue;
            newest ??= chunk;
            namesakes++;
        }

        return newest is null ? throw SourceErrors.UnknownTrace(Name, id, operation) : (newest, session, namesakes);
    }

    /// <summary>A session; null when there is none of that id, or the text cannot be an id here: a query for a session goes to all sources.</summary>
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
