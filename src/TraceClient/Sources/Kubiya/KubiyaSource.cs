using System.Runtime.CompilerServices;

namespace TraceClient.Kubiya;

/// <summary>Reads traces of the Kubiya control plane.</summary>
internal sealed class KubiyaSource(IKubiyaApi api, KubiyaOptions options, TimeProvider timeProvider) : ITraceSource
{
    public static Uri DefaultBaseAddress { get; } = new("https://control-plane.kubiya.ai");

    public string Name => SourceNames.Kubiya;

    public TraceFilters Filters =>
        TraceFilters.Time | TraceFilters.Status | TraceFilters.Session | TraceFilters.Service | TraceFilters.User
        | TraceFilters.Errors | TraceFilters.SpanType;

    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // The control plane knows no types: all its spans are of the type Span.
        if (query.SpanType is { } type && type != SpanType.Span)
            yield break;

        // New traces, those of this walk's own requests among them, would move every offset: an upper bound in time holds the list still.
        var until = query.To?.ToUniversalTime() ?? timeProvider.GetUtcNow();
        var memory = new PageMemory(Name, "traces");
        for (var page = 1; ; page++)
        {
            var answer = await ListPageAsync(query, until, page, cancellationToken).ConfigureAwait(false);
            memory.Turn();
            foreach (var header in KubiyaMapper.WithoutNulls(answer.Items))
            {
                var summary = KubiyaMapper.ToSummary(header);
                if (memory.IsNew(header.TraceId) && (query.Status is null || query.Status == summary.Status))
                    yield return summary;
            }

            // A list that has moved, since rows came twice, can have more pages than the service counted.
            if (memory.IsPageEmpty || (answer.HasNext == false && !memory.HasRepeats))
                yield break;
            memory.ThrowIfRepeated();
        }
    }

    public async Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return KubiyaMapper.ToTrace(await api.GetTraceAsync(ToWireId(id), flat: true, cancellationToken).ConfigureAwait(false));
        }
        catch (TraceNotFoundException)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var rows = api.ListSpansAsync(ToWireId(id), flat: true, cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var span in KubiyaMapper.Flatten([row]))
                yield return KubiyaMapper.ToSpan(span);
        }
    }

    public Task PingAsync(CancellationToken cancellationToken = default) =>
        api.ListTracesAsync(pageSize: 1, cancellationToken: cancellationToken);

    private Task<KubiyaTracePage> ListPageAsync(TraceQuery query, DateTimeOffset until, int page, CancellationToken cancellationToken) =>
        api.ListTracesAsync(
            page,
            Math.Clamp(query.Limit ?? options.PageSize, 1, options.PageSize),
            sort: "-started_at",
            KubiyaMapper.ToWire(query.Status),
            query.From?.ToUniversalTime(),
            until,
            SearchOf(query),
            query.SessionId,
            query.ServiceName,
            query.User,
            query.ErrorsOnly ? true : null,
            cancellationToken);

    // The search finds parts of names and takes % and _ as wildcards, so it narrows and never decides; a backslash could escape.
    private static string? SearchOf(TraceQuery query) =>
        (query.Text ?? query.Name) is { Length: > 0 } text && !text.Contains('\\', StringComparison.Ordinal) ? text : null;

    private static string ToWireId(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigit) ? id.ToLowerInvariant() : id;
}
