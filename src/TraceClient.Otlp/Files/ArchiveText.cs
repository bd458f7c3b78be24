namespace TraceClient.Otlp;

/// <summary>A text of a trace, from the earliest span that has it.</summary>
internal sealed record ArchiveText(long Time, string SpanId, string Text)
{
    public static ArchiveText? Find(Span span, string[] names)
    {
        foreach (var name in names)
        {
            if ((span.Attributes.GetString(name) ?? span.Resource.GetString(name)) is { } text)
                return Of(span, text);
        }

        return null;
    }

    public static ArchiveText Of(Span span, string text) =>
        new((span.StartTime ?? span.EndTime)?.UnixNanoseconds ?? long.MaxValue, span.Id, text);

    public static ArchiveText? Earlier(ArchiveText? one, ArchiveText? other) =>
        one is null || (
            other is not null && (other.Time < one.Time || (other.Time == one.Time && string.CompareOrdinal(other.SpanId, one.SpanId) < 0)))
            ? other
            : one;
}
