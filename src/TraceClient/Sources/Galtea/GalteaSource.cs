namespace TraceClient.Galtea;

/// <summary>Galtea: a trace is an inference result, that is one turn of a session, with its rows.</summary>
internal sealed class GalteaSource(IGalteaApi api, GalteaOptions options, TimeProvider timeProvider) : ITraceSource, ITraceLookup
{
    private readonly GalteaLists _lists = new(api, options, timeProvider);

    public string Name => SourceNames.Galtea;

    public TraceFilters Filters => GalteaLists.Filters;

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await foreach (var results in _lists.ReadResultsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var (result, turn) in _lists.ReadTurnsAsync(results, cancellationToken).ConfigureAwait(false))
                yield return GalteaTraceMapper.ToSummary(result, turn);
        }
    }

    public async Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default) =>
        (await LookUpTraceAsync(id, cancellationToken).ConfigureAwait(false)).Trace;

    public async Task<(Trace? Trace, TraceNotFoundException? Error)> LookUpTraceAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);

        // The status comes first: when it says that the turn has ended, the rows that are read after it are complete.
        var (result, error) = await FindResultAsync(id, cancellationToken).ConfigureAwait(false);
        var walk = _lists.Walk([id]);
        var spans = new List<Span>();
        try
        {
            await foreach (var span in GalteaLists.ReadSpansAsync(walk, id, cancellationToken).ConfigureAwait(false))
                spans.Add(span);
        }
        catch (TraceNotFoundException) when (result is null && spans.Count == 0)
        {
            // Of a turn that exists the service sends an empty list of rows: there the same status is a failure.
        }

        return result is null && spans.Count == 0 ? (null, error) : (GalteaTraceMapper.ToTrace(id, result, spans, walk), null);
    }

    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        var any = false;
        var walk = _lists.Walk([id]);
        await foreach (var span in GalteaLists.ReadSpansAsync(walk, id, cancellationToken).ConfigureAwait(false))
        {
            any = true;
            yield return span;
        }

        walk.ThrowIfCutShort(options.PageSize, "StreamSpans");
        if (!any && (await FindResultAsync(id, cancellationToken).ConfigureAwait(false)).Error is { } error)
            throw error;
    }

    public async Task PingAsync(CancellationToken cancellationToken = default) =>
        await api.GetUserAsync(cancellationToken).ConfigureAwait(false);

    private async Task<(GalteaInferenceResult? Result, TraceNotFoundException? Error)> FindResultAsync(
        string id, CancellationToken cancellationToken)
    {
        try
        {
            var reading = _lists.Pages.ReadAsync(token => api.GetInferenceResultAsync(id, token), cancellationToken);
            var result = await reading.ConfigureAwait(false);
            return result.DeletedAt.IsNull ? (result, null) : (null, SourceErrors.UnknownTrace(Name, id, "GetInferenceResult"));
        }
        catch (TraceNotFoundException unknown)
        {
            return (null, unknown);
        }
    }
}
