namespace TraceClient.Calyptia;

/// <summary>Makes records of the model of log records.</summary>
internal static class CalyptiaLogRecords
{
    // Fluent Bit's -1 and -2, as unsigned numbers of 32 bits: the start and the end of a group of records.
    private const long GroupStart = uint.MaxValue;
    private const long GroupEnd = uint.MaxValue - 1L;

    public static Record ToRecord(CalyptiaLogRecord record)
    {
        var attributes = AttributeMap.From(record.Extensions);
        if (GroupMarkerOf(record.Timestamp) is { } marker)
            attributes = attributes.With(CalyptiaSpanMapper.Prefix + "group_marker", marker);
        else if (record.Timestamp.Value is null && !record.Timestamp.Json.IsNull)
            attributes = attributes.With(CalyptiaSpanMapper.Prefix + "timestamp", AttributeValue.From(record.Timestamp.Json));

        return new Record
        {
            Kind = RecordKind.Log,
            Timestamp = TimeOf(record.Timestamp),
            Body = BodyOf(record.Record),
            Attributes = attributes
        };
    }

    /// <summary>The time; null for a group marker, which is none.</summary>
    public static TraceTimestamp? TimeOf(SourceTime time) => GroupMarkerOf(time) is null ? time.Value : null;

    public static long? GroupMarkerOf(SourceTime time) =>
        time.Value?.UnixNanoseconds / 1_000_000_000 is GroupStart or GroupEnd ? time.Value?.UnixNanoseconds / 1_000_000_000 : null;

    /// <summary>The service sends the body as an object, or as a string that holds an object.</summary>
    private static JsonPayload BodyOf(JsonPayload record) =>
        // A string that is not valid UTF-8 stays one: unescaping it would lose its bytes.
        record.ValueKind == JsonValueKind.String && System.Text.Unicode.Utf8.IsValid(record.Utf8.Span) && record.TryGetString(out var text)
        && text.AsSpan().TrimStart() is ['{', ..] && JsonPayload.TryFromUtf8(System.Text.Encoding.UTF8.GetBytes(text), out var inner)
        && inner.ValueKind == JsonValueKind.Object ? inner : record;
}
