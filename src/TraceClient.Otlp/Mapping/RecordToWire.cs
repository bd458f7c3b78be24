using System.Text.Unicode;

namespace TraceClient.Otlp;

/// <summary>Maps records to events.</summary>
internal static class RecordToWire
{
    public static WireEvent ToWire(Record record, OtlpWriterOptions options, ulong spanStart)
    {
        var isFilled = record.Timestamp is null && options.MissingTimes == OtlpMissingTimes.Fill;
        var members = new WireMembers(record.Attributes);
        var wire = new WireEvent
        {
            Time = isFilled ? spanStart : WireTime.From(record.Timestamp),
            Name = record.Name ?? RecordKinds.Write(record.Kind),
            DroppedAttributes = members.TakeCount(AttributeKeys.DroppedAttributes),
        };
        var attributes = new OutgoingAttributes(wire.Attributes, record.Attributes, options.IncludeContent, members.Taken);
        if (record.Kind != RecordKinds.Of(wire.Name))
            attributes.Add(AttributeKeys.RecordKind, RecordKinds.Write(record.Kind));
        attributes.Add(AttributeKeys.RecordUnnamed, record.Name is null);
        attributes.Add(AttributeKeys.RecordName, record.Name is "" ? "" : null);
        attributes.Add(AttributeKeys.TimeMissing, isFilled ? "time" : null);
        attributes.Add(AttributeKeys.RecordTime, WireTime.AttributeOf(record.Timestamp));
        if (options.IncludeContent && !record.Body.IsNull)
            AddBody(record.Body.Utf8, wire, attributes);
        attributes.AddNotes();
        wire.DroppedAttributes += attributes.Dropped;
        return wire;
    }

    private static void AddBody(ReadOnlyMemory<byte> body, WireEvent wire, OutgoingAttributes attributes)
    {
        // Sources can send strings that are not UTF-8, but strings of OTLP must be.
        if (Utf8.IsValid(body.Span))
            wire.Body = body;
        else
            attributes.Add(AttributeKeys.RecordBodyBase64, Convert.ToBase64String(body.Span));
    }
}
