namespace TraceClient.Galtea;

/// <summary>Galtea: a trace is an inference result, that is one turn of a session, with its rows.</summary>
internal sealed class GalteaSource(IGalteaApi api, GalteaOptions options, TimeProvider timeProvider) : ITraceSource, ITraceLookup
{
    private readonly GalteaRows _rows = new(api, options, timeProvider);

    public string Name => SourceNames.Galtea;

    public TraceFilters Filters => GalteaTurnList.Filters;

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var list = new GalteaTurnList(api, _rows, options, timeProvider);
        await foreach (var results in list.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var (result, turn) in _rows.ReadTurnsAsync(results, cancellationToken).ConfigureAwait(false))
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
        var walk = _rows.Walk([id]);
        var spans = new List<Span>();
        try
        {
            await foreach (var span in GalteaRows.ReadSpansAsync(walk, id, cancellationToken).ConfigureAwait(false))
                spans.Add(span);
        }
        catch (TraceNotFoundException) when (result is null && spans.Count == 0)
        {
            // Of a turn that exists the service sends an empty list of rows: there the same status is a failure.
        }

        if (result is null && spans.Count == 0)
            return (null, error);
        var trace = GalteaTraceMapper.ToTrace(id, result, spans);
        if (walk.WithoutId > 0)
            trace = trace with { Warnings = [.. trace.Warnings, SourceErrors.WithoutId(walk.WithoutId)] };
        return (walk.IsCutShort ? trace with { Warnings = [.. trace.Warnings, CutShort] } : trace, null);
    }

    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        var any = false;
        var walk = _rows.Walk([id]);
        await foreach (var span in GalteaRows.ReadSpansAsync(walk, id, cancellationToken).ConfigureAwait(false))
        {
            any = true;
            yield return span;
        }

        walk.ThrowIfCutShort(options.PageSize, "StreamSpans");
        if (!any && (await FindResultAsync(id, cancellationToken).ConfigureAwait(false)).Error is { } error)
            throw error;
    }

    public async Task PingAsync(CancellationToken cancellationToken = default) => await api.GetUserAsync(cancellationToken).ConfigureAwait(false);

    private static TraceWarning CutShort { get; } = new(
        TraceWarningCodes.Incomplete, "The service sent the same page of rows again and again; rows behind it are missing if there are any.");

    private async Task<(GalteaInferenceResult? Result, TraceNotFoundException? Error)> FindResultAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _rows.Pages.ReadAsync(token => api.GetInferenceResultAsync(id, token), cancellationToken).ConfigureAwait(false);
            return result.DeletedAt.IsNull ? (result, null) : (null, SourceErrors.UnknownTrace(Name, id, "GetInferenceResult"));
        }
        catch (TraceNotFoundException unknown)
        {
            return (null, unknown);
        }
    }
}
