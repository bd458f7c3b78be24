namespace TraceClient.Calyptia;

/// <summary>What of a trace record it takes to sort, split and list chunks; the log records only where they are wanted.</summary>
internal sealed class CalyptiaEvent
{
    public required string Id { get; init; }

    public required CalyptiaRecordType Type { get; init; }

    public required string TraceId { get; init; }

    public required string Instance { get; init; }

    public string? Alias { get; init; }

    public long? ReturnCode { get; init; }

    /// <summary>How many log records it carries.</summary>
    public required int Count { get; init; }

    /// <summary>Hashes of its first 1, 2, 3… bodies; empty for steps that do not carry the whole chunk.</summary>
    public int[] Prefixes { get; init; } = [];

    public TraceTimestamp? Start { get; init; }

    public TraceTimestamp? End { get; init; }

    /// <summary>When the server took it in; null when it does not say.</summary>
    public TraceTimestamp? CreatedAt { get; init; }

    /// <summary>The time by which events are ordered: <see cref="CreatedAt"/>, else that of the event after it.</summary>
    public required TraceTimestamp Time { get; init; }

    /// <summary>The place in a session's list, which is newest first.</summary>
    public required long Index { get; set; }

    /// <summary>The whole record; null when only the header is kept.</summary>
    public CalyptiaTraceRecord? Record { get; init; }

    public bool IsOutput => Type == CalyptiaRecordType.Output;

    /// <summary>Alias or instance; null when it has neither.</summary>
    public string? PluginName => !string.IsNullOrEmpty(Alias) ? Alias : Instance.Length > 0 ? Instance : null;

    /// <summary>Takes the header of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="index">Its place in the list.</param>
    /// <param name="later">The time of the event that came after it.</param>
    /// <param name="keepRecord">Whether the whole record is kept.</param>
    public static CalyptiaEvent From(CalyptiaTraceRecord record, long index, TraceTimestamp later, bool keepRecord)
    {
        var (start, end) = CalyptiaSpanMapper.TimesOf(record);
        return new CalyptiaEvent
        {
            Id = CalyptiaTraceId.Printable(record.Id),
            Type = record.Type,
            TraceId = CalyptiaTraceId.Printable(record.TraceId),
            Instance = record.PluginInstance ?? "",
            Alias = record.PluginAlias,
            ReturnCode = record.ReturnCode,
            Count = record.Records.Count,
            Prefixes = CarriesWholeChunk(record.Type) ? PrefixesOf(record.Records) : [],
            Start = start,
            End = end,
            CreatedAt = record.CreatedAt.Value,
            Time = record.CreatedAt.Value ?? later,
            Index = index,
            Record = keepRecord ? record : null,
        };
    }

    /// <summary>Oldest first; of two at the same time, the one further down in the list.</summary>
    public static IComparer<CalyptiaEvent> OldestFirst { get; } = Comparer<CalyptiaEvent>.Create((left, right) =>
        left.Time.CompareTo(right.Time) is not 0 and var order ? order : right.Index.CompareTo(left.Index));

    private static bool CarriesWholeChunk(CalyptiaRecordType type) => type == CalyptiaRecordType.Input || type == CalyptiaRecordType.PreOutput;

    private static int[] PrefixesOf(IReadOnlyList<CalyptiaLogRecord> records)
    {
        var prefixes = new int[records.Count];
        var hash = 0;
        for (var i = 0; i < prefixes.Length; i++)
            prefixes[i] = hash = HashCode.Combine(hash, records[i].Record);
        return prefixes;
    }
}
