namespace TraceClient.Calyptia;

/// <summary>Names a chunk: <c>{session}/{trace_id}/{any of its records}</c>, or without the record where it need not be precise.</summary>
/// <param name="SessionId">The trace session; it has no slash.</param>
/// <param name="Rest">What follows the first slash. A trace id may have
/// slashes, so only the session's events tell what the last segment is.</param>
internal readonly record struct CalyptiaTraceId(string SessionId, string Rest)
{
    // The trace id if the last segment is a record; null when there is only one segment.
    private readonly string? _traceIdBeforeRecord = Rest.LastIndexOf('/') is >= 0 and var slash ? Rest[..slash] : null;

    /// <summary>Gets the trace ids whose chunks it can name.</summary>
    public IEnumerable<string> TraceIds => _traceIdBeforeRecord is null ? [Rest] : [Rest, _traceIdBeforeRecord];

    /// <summary>Gets whether it ends with a record of a chunk.</summary>
    public bool HasRecord(CalyptiaChunk chunk)
    {
        var record = Rest[(Rest.LastIndexOf('/') + 1)..];
        return chunk.First.TraceId == _traceIdBeforeRecord && chunk.Events.Any(step => step.Id == record);
    }

    public static CalyptiaTraceId? TryParse(string id) =>
        id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < id.Length - 1
            ? new(id[..slash], id[(slash + 1)..])
            : null;

    /// <summary>A trace id as it can stand in a reference, which has no control characters.</summary>
    public static string Printable(string? traceId) =>
        traceId is null ? ""
        : traceId.AsSpan().ContainsAnyExceptInRange(' ', '~') && traceId.Any(char.IsControl)
            ? string.Concat(
                traceId.Select(c => char.IsControl(c) ? "%" + ((int)c).ToString("X2", CultureInfo.InvariantCulture) : c.ToString()))
            : traceId;
}
