namespace TraceClient.Calyptia;

/// <summary>What of a trace record it takes to sort, split and list chunks; the log records only where they are wanted.</summary>
/// <param name="record">The record.</param>
/// <param name="index">Its place in the list.</param>
/// <param name="later">The time of the event that came after it.</param>
/// <param name="keepRecord">Whether the whole record is kept.</param>
internal sealed class CalyptiaEvent(CalyptiaTraceRecord record, long index, TraceTimestamp later, bool keepRecord)
{
    /// <summary>Oldest first; of two at the same time, the one further down in the list.</summary>
    public static IComparer<CalyptiaEvent> OldestFirst { get; } = Comparer<CalyptiaEvent>.Create((left, right) =>
        left.Time.CompareTo(right.Time) is not 0 and var order ? order : right.Index.CompareTo(left.Index));

    public string Id { get; } = CalyptiaTraceId.Printable(record.Id);

    public CalyptiaRecordType Type { get; } = record.Type;

    public string TraceId { get; } = CalyptiaTraceId.Printable(record.TraceId);

    public string Instance { get; } = record.PluginInstance ?? "";

    public string? Alias { get; } = record.PluginAlias;

    public long? ReturnCode { get; } = record.ReturnCode;

    /// <summary>How many log records it carries.</summary>
    public int Count { get; } = record.Records.Count;

    /// <summary>Hashes of its first 1, 2, 3… bodies; empty for steps that do not carry the whole chunk.</summary>
    public int[] Prefixes { get; } = record.Type.IsOfWholeChunk ? PrefixesOf(record.Records) : [];

    /// <summary>When it began; null where the time that was sent is the last log record's.</summary>
    public TraceTimestamp? Start { get; } = record.Type.IsOfWholeChunk ? null : CalyptiaLogRecords.TimeOf(record.StartTime);

    public TraceTimestamp? End { get; } = CalyptiaLogRecords.TimeOf(record.EndTime);

    /// <summary>When the server took it in; null when it does not say.</summary>
    public TraceTimestamp? CreatedAt { get; } = record.CreatedAt.Value;

    /// <summary>The time by which events are ordered: <see cref="CreatedAt"/>, else that of the event after it.</summary>
    public TraceTimestamp Time { get; } = record.CreatedAt.Value ?? later;

    /// <summary>The place in a session's list, which is newest first.</summary>
    public long Index { get; set; } = index;

    /// <summary>The whole record; null when only the header is kept.</summary>
    public CalyptiaTraceRecord? Record { get; } = keepRecord ? record : null;

    public bool IsOutput => Type == CalyptiaRecordType.Output;

    /// <summary>Gets whether an output has delivered. 0 is an error or says nothing, which cannot be distinguished.</summary>
    public bool IsDelivered => IsOutput && ReturnCode == 1;

    /// <summary>Gets whether an output will try again.</summary>
    public bool IsRetry => IsOutput && ReturnCode == 2;

    /// <summary>Alias or instance; null when it has neither.</summary>
    public string? PluginName => !string.IsNullOrEmpty(Alias) ? Alias : Instance.Length > 0 ? Instance : null;

    private static int[] PrefixesOf(IReadOnlyList<CalyptiaLogRecord> records)
    {
        var prefixes = new int[records.Count];
        var hash = 0;
        for (var i = 0; i < prefixes.Length; i++)
            prefixes[i] = hash = HashCode.Combine(hash, records[i].Record);
        return prefixes;
    }
}
