namespace TraceClient.Calyptia;

/// <summary>Finds the chunks that ids name among the chunks of their session, which are added newest first.</summary>
/// <remarks>An id that ends with a record names the chunk that has it; else the
/// newest of the chunks whose trace id is all that follows the session.</remarks>
internal sealed class CalyptiaChunkSearch(params IReadOnlyList<CalyptiaTraceId> ids)
{
    private readonly Dictionary<CalyptiaTraceId, CalyptiaChunk> _byRecord = [];
    private readonly Dictionary<CalyptiaTraceId, (CalyptiaChunk Newest, int Namesakes)> _byTraceId = [];
    private readonly HashSet<string> _traceIds = ids.SelectMany(id => id.TraceIds).ToHashSet(StringComparer.Ordinal);

    /// <summary>Gets whether no further chunk can change what was found.</summary>
    public bool IsDone => _byRecord.Count == ids.Count;

    /// <summary>Gets whether a chunk of a trace id can be one that is searched for.</summary>
    public bool IsWanted(string traceId) => _traceIds.Contains(traceId);

    public void Add(CalyptiaChunk chunk)
    {
        foreach (var id in ids)
        {
            if (id.HasRecord(chunk))
                _byRecord.TryAdd(id, chunk);
            else if (chunk.First.TraceId == id.Rest)
                _byTraceId[id] = _byTraceId.TryGetValue(id, out var known) ? known with { Namesakes = known.Namesakes + 1 } : (chunk, 1);
        }
    }

    /// <summary>Gets the chunk of an id and how many go by the id; null when there is none.</summary>
    public (CalyptiaChunk Chunk, int Namesakes)? Find(CalyptiaTraceId id) =>
        _byRecord.TryGetValue(id, out var chunk) ? (chunk, 1)
        : _byTraceId.TryGetValue(id, out var named) ? named
        : null;
}
