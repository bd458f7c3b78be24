namespace TraceClient.Otlp;

/// <summary>Writes the messages of a span, with the fields in the order of their numbers.</summary>
internal static class ProtobufSpanWriter
{
    public static void Write(ProtobufBuffer output, WireSpan span)
    {
        output.Id(Fields.Span.TraceId, span.TraceId);
        output.Id(Fields.Span.SpanId, span.SpanId);
        output.Text(Fields.Span.TraceState, span.TraceState);
        output.Id(Fields.Span.ParentSpanId, span.ParentSpanId);
        output.Text(Fields.Span.Name, span.Name);
        output.Number(Fields.Span.Kind, (uint)span.Kind);
        output.Fixed64(Fields.Span.StartTime, span.StartTime);
        output.Fixed64(Fields.Span.EndTime, span.EndTime);
        WriteAttributes(output, Fields.Span.Attributes, span.Attributes);
        output.Number(Fields.Span.DroppedAttributes, span.DroppedAttributes);
        foreach (var @event in span.Events)
            WriteEvent(output, @event);
        output.Number(Fields.Span.DroppedEvents, span.DroppedEvents);
        foreach (var link in span.Links)
            WriteLink(output, link);
        output.Number(Fields.Span.DroppedLinks, span.DroppedLinks);
        WriteStatus(output, span);
        output.Fixed32(Fields.Span.Flags, span.Flags);
    }

    public static void WriteAttributes(ProtobufBuffer output, int field, List<KeyValuePair<string, AttributeValue>> attributes)
    {
        foreach (var (name, value) in attributes)
            WriteEntry(output, field, name, value);
    }

    private static void WriteEvent(ProtobufBuffer output, WireEvent @event)
    {
        var start = output.Begin(Fields.Span.Events);
        output.Fixed64(Fields.Event.Time, @event.Time);
        output.Text(Fields.Event.Name, @event.Name);
        WriteAttributes(output, Fields.Event.Attributes, @event.Attributes);
        if (@event.Body is { } body)
        {
            var entry = output.Begin(Fields.Event.Attributes);
            output.String(Fields.KeyValue.Key, Keys.RecordBody);
            var value = output.Begin(Fields.KeyValue.Value);
            output.Bytes(Fields.AnyValue.String, body.Span);
            output.End(value);
            output.End(entry);
        }

        output.Number(Fields.Event.DroppedAttributes, @event.DroppedAttributes);
        output.End(start);
    }

    private static void WriteLink(ProtobufBuffer output, WireLink link)
    {
        var start = output.Begin(Fields.Span.Links);
        output.Id(Fields.Link.TraceId, link.TraceId);
        output.Id(Fields.Link.SpanId, link.SpanId);
        output.Text(Fields.Link.TraceState, link.TraceState);
        WriteAttributes(output, Fields.Link.Attributes, link.Attributes);
        output.Number(Fields.Link.DroppedAttributes, link.DroppedAttributes);
        output.Fixed32(Fields.Link.Flags, link.Flags);
        output.End(start);
    }

    private static void WriteStatus(ProtobufBuffer output, WireSpan span)
    {
        if (span.StatusCode == 0 && span.StatusMessage.Length == 0)
            return;
        var start = output.Begin(Fields.Span.Status);
        output.Text(Fields.Status.Message, span.StatusMessage);
        output.Number(Fields.Status.Code, (uint)span.StatusCode);
        output.End(start);
    }

    private static void WriteEntry(ProtobufBuffer output, int field, string name, AttributeValue value)
    {
        var start = output.Begin(field);
        output.Text(Fields.KeyValue.Key, name);
        WriteValue(output, Fields.KeyValue.Value, value);
        output.End(start);
    }

    // There are many NaNs, and which one a processor makes of 0/0 is its own affair.
    private static ulong BitsOf(double value) => double.IsNaN(value) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToUInt64Bits(value);

    private static void WriteValue(ProtobufBuffer output, int field, AttributeValue value)
    {
        // A member of a one-of is written even where it is zero or empty: that it is there says what the value is.
        var start = output.Begin(field);
        switch (value.Kind)
        {
            case AttributeValueKind.String:
                output.String(Fields.AnyValue.String, value.AsString!);
                break;
            case AttributeValueKind.Boolean:
                output.Varint(Fields.AnyValue.Boolean, value.AsBoolean!.Value ? 1UL : 0);
                break;
            case AttributeValueKind.Int64:
                output.Varint(Fields.AnyValue.Int64, (ulong)value.AsInt64!.Value);
                break;
            case AttributeValueKind.Double:
                output.Bits64(Fields.AnyValue.Double, BitsOf(value.AsDouble!.Value));
                break;
            case AttributeValueKind.List:
                var list = output.Begin(Fields.AnyValue.List);
                foreach (var item in value.AsList!)
                    WriteValue(output, Fields.Values, item);
                output.End(list);
                break;
            case AttributeValueKind.Map:
                var map = output.Begin(Fields.AnyValue.Map);
                foreach (var (name, item) in value.AsMap!)
                    WriteEntry(output, Fields.Values, name, item);
                output.End(map);
                break;
        }

        output.End(start);
    }
}
