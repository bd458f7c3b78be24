using System.Text.Unicode;

namespace TraceClient.Otlp;

/// <summary>Makes events of records.</summary>
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
            DroppedAttributes = members.TakeCount(Keys.DroppedAttributes),
        };
        var attributes = new OutgoingAttributes(wire.Attributes, record.Attributes, options.IncludeContent, members.Taken);
        if (record.Kind != RecordKinds.Of(wire.Name))
            attributes.Add(Keys.RecordKind, RecordKinds.Write(record.Kind));
        attributes.Add(Keys.RecordUnnamed, record.Name is null);
        attributes.Add(Keys.RecordName, record.Name is "" ? "" : null);
        attributes.Add(Keys.TimeMissing, isFilled ? "time" : null);
        attributes.Add(Keys.RecordTime, WireTime.AttributeOf(record.Timestamp));
        if (options.IncludeContent && !record.Body.IsNull)
            AddBody(record.Body.Utf8, wire, attributes);
        attributes.AddNotes();
        wire.DroppedAttributes += attributes.Dropped;
        return wire;
    }

    private static void AddBody(ReadOnlyMemory<byte> body, WireEvent wire, OutgoingAttributes attributes)
    {
        // Sources can send strings that are no UTF-8; OTLP's strings must be.
        if (Utf8.IsValid(body.Span))
            wire.Body = body;
        else
            attributes.Add(Keys.RecordBodyBase64, Convert.ToBase64String(body.Span));
    }
}
