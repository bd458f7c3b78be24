namespace TraceClient.Galtea;

/// <summary>Reads the rows of turns, oldest first.</summary>
internal sealed class GalteaRows(IGalteaApi api, GalteaOptions options, TimeProvider timeProvider)
{
    /// <summary>More than any offset and limit take, escaped separators included.</summary>
    private const int PagingLength = 80;

    /// <summary>Gets the reader of all that the source reads.</summary>
    public PageReader Pages { get; } = new(options.Resilience, timeProvider);

    public GalteaPageWalk<GalteaTrace> Walk(IReadOnlyList<string> inferenceResultIds)
    {
        var sort = Sort("asc");
        return new GalteaPageWalk<GalteaTrace>(
            Pages,
            (offset, cancellationToken) => api.ListTracesAsync(
                inferenceResultIds: inferenceResultIds, sort: sort, offset: offset, limit: options.PageSize, cancellationToken: cancellationToken),
            row => row.Id);
    }

    /// <summary>The spans of one turn as they arrive; deleted rows are left out.</summary>
    public static async IAsyncEnumerable<Span> ReadSpansAsync(
        GalteaPageWalk<GalteaTrace> walk, string inferenceResultId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (walk.HasMore)
        {
            await foreach (var row in walk.ReadPageAsync(cancellationToken).ConfigureAwait(false))
            {
                if (row.DeletedAt.IsNull && (row.InferenceResultId ?? inferenceResultId) == inferenceResultId)
                    yield return GalteaSpanMapper.ToSpan(row);
            }
        }
    }

    /// <summary>What the rows of each turn come to, batch by batch so that addresses stay short. Rows are not kept.</summary>
    public async IAsyncEnumerable<(GalteaInferenceResult Result, GalteaTurn Turn)> ReadTurnsAsync(
        IReadOnlyList<GalteaInferenceResult> results, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var address = options.BaseAddress ?? GalteaRegistration.DefaultBaseAddress;
        var reserved = address.AbsoluteUri.Length + "/traces?".Length + PagingLength;
        var next = 0;
        foreach (var ids in GalteaBatches.Split(results.Select(result => result.Id!), "inferenceResultIds", reserved))
        {
            var turns = ids.ToDictionary(id => id, _ => new GalteaTurn(), StringComparer.Ordinal);
            await FoldAsync(Walk(ids), turns, cancellationToken).ConfigureAwait(false);
            for (var end = next + ids.Count; next < end; next++)
                yield return (results[next], turns[results[next].Id!]);
        }
    }

    /// <summary>A sort by creation, in the form that the options say.</summary>
    public IReadOnlyList<string> Sort(string direction) => options.SortAsTwoValues ? ["createdAt", direction] : ["createdAt," + direction];

    private static async Task FoldAsync(
        GalteaPageWalk<GalteaTrace> walk, Dictionary<string, GalteaTurn> turns, CancellationToken cancellationToken)
    {
        while (walk.HasMore)
        {
            await foreach (var row in walk.ReadPageAsync(cancellationToken).ConfigureAwait(false))
            {
                if (row.DeletedAt.IsNull && row.InferenceResultId is { } id && turns.TryGetValue(id, out var turn))
                    turn.Add(GalteaSpanMapper.ToSpan(row));
            }
        }

        if (walk.IsCutShort)
        {
            foreach (var turn in turns.Values)
                turn.IsPartial = true;
        }
    }
}

/// <summary>Splits ids so that an address with one query pair per id stays short: a firewall refuses long ones with an HTML page.</summary>
internal static class GalteaBatches
{
    private const int MaxAddressLength = 1_999;

    /// <summary>The ids in batches, in their order; an id that is too long on its own is a batch of its own.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="parameter">The query parameter that each of them is sent under.</param>
    /// <param name="reserved">The characters of the address without these pairs.</param>
    public static IEnumerable<IReadOnlyList<string>> Split(IEnumerable<string> ids, string parameter, int reserved)
    {
        var batch = new List<string>();
        var length = reserved;
        foreach (var id in ids)
        {
            var pair = "&".Length + parameter.Length + "=".Length + Uri.EscapeDataString(id).Length;
            if (batch.Count > 0 && length + pair > MaxAddressLength)
            {
                yield return batch;
                batch = [];
                length = reserved;
            }

            batch.Add(id);
            length += pair;
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
