namespace TraceClient.Calyptia;

/// <summary>Names a chunk: <c>{session}/{trace_id}/{any of its records}</c>, or without the record where it need not be precise.</summary>
/// <param name="SessionId">The trace session; it has no slash.</param>
/// <param name="Rest">What follows the first slash. A trace id may have slashes, so only the session's events tell what the last segment is.</param>
internal readonly record struct CalyptiaTraceId(string SessionId, string Rest)
{
    /// <summary>The trace id if the last segment is a record; null when there is only one segment.</summary>
    public string? TraceIdBeforeRecord => Rest.LastIndexOf('/') is >= 0 and var slash ? Rest[..slash] : null;

    /// <summary>The record if the last segment is one.</summary>
    public string RecordId => Rest[(Rest.LastIndexOf('/') + 1)..];

    public static CalyptiaTraceId? TryParse(string id) =>
        id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < id.Length - 1 ? new(id[..slash], id[(slash + 1)..]) : null;

    public static string Format(string sessionId, string traceId, string recordId) => $"{sessionId}/{traceId}/{recordId}";

    /// <summary>A trace id as it can stand in a reference, which has no control characters.</summary>
    public static string Printable(string? traceId) =>
        traceId is null ? ""
        : traceId.AsSpan().ContainsAnyExceptInRange(' ', '~') && traceId.Any(char.IsControl)
            ? string.Concat(traceId.Select(c => char.IsControl(c) ? "%" + ((int)c).ToString("X2", CultureInfo.InvariantCulture) : c.ToString()))
            : traceId;
}
