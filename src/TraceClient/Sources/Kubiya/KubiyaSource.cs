namespace TraceClient.Kubiya;

/// <summary>Reads traces of the Kubiya control plane.</summary>
internal sealed class KubiyaSource(IKubiyaApi api, KubiyaOptions options, TimeProvider timeProvider) : ITraceSource, ITraceLookup
{
    // The service takes an empty text for no filter, and has no word for Unset.
    private const TraceFilters CheckedHere = TraceFilters.Status | TraceFilters.Session | TraceFilters.Service | TraceFilters.User;
    private readonly PageReader _pages = new(options.Resilience, timeProvider);

    public string Name => SourceNames.Kubiya;

    public TraceFilters Filters => CheckedHere | TraceFilters.Time | TraceFilters.Errors;

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);

        if (query is not { ErrorsOnly: true, Status: null })
        {
            // A trace of status Error is one with errors, whatever its count of failed spans is.
            var list = ListAsync(query, query.ErrorsOnly && query.Status != TraceStatus.Error ? true : null, cancellationToken);
            await foreach (var summary in list.ConfigureAwait(false))
                yield return summary;
            yield break;
        }

        // The service's filter goes by the count of failed spans alone, which is 0 where a trace failed and none of its spans did.
        var merge = new OrderedMerge<TraceSummary>(
            [ListAsync(query, hasErrors: true, cancellationToken),
                ListAsync(query with { Status = TraceStatus.Error }, hasErrors: false, cancellationToken)],
            summary => summary.RecordedAt?.UnixNanoseconds ?? long.MinValue,
            openedAtOnce: 2,
            onFailure: null,
            cancellationToken);
        await using var _ = merge.ConfigureAwait(false);

        // A failed span that arrives late moves its trace from the second list to the first.
        var memory = new PageDeduplicator(Name, "traces");
        for (; await merge.MoveNextAsync().ConfigureAwait(false); memory.Turn())
        {
            if (memory.IsNew(merge.Current.Id))
                yield return merge.Current;
        }
    }

    public async Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default) =>
        (await LookUpTraceAsync(id, cancellationToken).ConfigureAwait(false)).Trace;

    public async Task<(Trace? Trace, TraceNotFoundException? Error)> LookUpTraceAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var wireId = ToWireId(id, "GetTrace");
            var detail = await _pages.ReadAsync(token => api.GetTraceAsync(wireId, flat: true, token), cancellationToken)
                .ConfigureAwait(false);
            return (KubiyaTraceMapper.ToTrace(detail), null);
        }
        catch (TraceNotFoundException unknown)
        {
            return (null, unknown);
        }
    }

    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var wireId = ToWireId(id, "StreamSpans");
        var yielded = new YieldedElements();
        var rows = _pages.Stream(token => api.ListSpansAsync(wireId, flat: true, token));
        await using var _ = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var row = rows.Current;
            if (!yielded.TryAdd(row.Id ?? row.SpanId, rows.Retries))
                continue;
            if (KubiyaSpanMapper.IdOf(row) is not null)
                yield return KubiyaSpanMapper.ToSpan(row, wireId);
            foreach (var span in row.Children is { Count: > 0 } children ? KubiyaSpanMapper.Flatten(children) : [])
            {
                if (KubiyaSpanMapper.IdOf(span) is not null)
                    yield return KubiyaSpanMapper.ToSpan(span, wireId);
            }
        }
    }

    public async Task PingAsync(CancellationToken cancellationToken = default) =>
        HeadersOf(await api.ListTracesAsync(pageSize: 1, cancellationToken: cancellationToken).ConfigureAwait(false));

    private async IAsyncEnumerable<TraceSummary> ListAsync(
        TraceQuery query, bool? hasErrors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Times can come in whole seconds.
        var pin = new ListPin(query.To, timeProvider.GetUtcNow(), resolution: TimeSpan.FromSeconds(1));
        var memory = new PageDeduplicator(Name, "traces");
        for (var page = 1; ; page++)
        {
            var until = page == 1 ? query.To?.ToUniversalTime() : pin.At;
            var response = await ReadPageAsync(query, hasErrors, until, page, cancellationToken).ConfigureAwait(false);
            var headers = HeadersOf(response);
            memory.Turn();
            foreach (var header in headers)
            {
                if (page == 1)
                    pin.Saw(header.StartedAt.Value);

                // A trace without an id cannot be requested.
                if (!memory.IsNew(header.TraceId ?? "") || !TraceReference.IsId(header.TraceId))
                    continue;
                var summary = KubiyaTraceMapper.ToSummary(header);
                if (query.Matches(summary, CheckedHere))
                    yield return summary;
            }

            // A list that has moved, since rows came twice, can have more pages than the service counted.
            if (headers.Count == 0 || (response.HasNext == false && !memory.HasRepeats))
                yield break;
            memory.ThrowIfRepeated();
        }
    }

    private Task<KubiyaTracePage> ReadPageAsync(
        TraceQuery query, bool? hasErrors, DateTimeOffset? until, int page, CancellationToken cancellationToken) =>
        _pages.ReadAsync(
            token => api.ListTracesAsync(
                page, PageSizeFor(query), "-started_at", KubiyaTraceMapper.ToWire(query.Status), query.From?.ToUniversalTime(), until,
                SearchOf(query), query.SessionId, query.ServiceName, query.User, hasErrors, token),
            cancellationToken);

    private static IReadOnlyList<KubiyaTraceHeader> HeadersOf(KubiyaTracePage page) =>
        page.Items ?? throw SourceErrors.NoItems(SourceNames.Kubiya, "ListTraces");

    // No more than the caller wants, unless some of it may not be what he looks for.
    private int PageSizeFor(TraceQuery query) =>
        query is { Limit: { } limit, Status: not TraceStatus.Unset, Name: null, SearchText: null }
            ? Math.Clamp(limit, 1, options.PageSize)
            : options.PageSize;

    // The search finds parts of names and takes % and _ as wildcards, so it narrows and never decides; a backslash could escape.
    private static string? SearchOf(TraceQuery query) =>
        (query.SearchText is { Length: > 0 } part ? part : query.Name) is { Length: > 0 } text && !text.Contains('\\') ? text : null;

    private static string ToWireId(string id, string operation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);

        // Where an id should stand, this word leads to the counts of all traces.
        if (id == "stats")
            throw SourceErrors.UnknownTrace(SourceNames.Kubiya, id, operation);
        return id.Length == 32 && id.All(char.IsAsciiHexDigit) ? id.ToLowerInvariant() : id;
    }
}
