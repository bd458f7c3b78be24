namespace TraceClient.Otlp;

/// <summary>Writes the messages of a span, with the fields in the order of their numbers.</summary>
internal static class ProtobufSpanWriter
{
    public static void Write(ProtobufBuffer output, WireSpan span)
    {
        output.Id(FieldNumbers.Span.TraceId, span.TraceId);
        output.Id(FieldNumbers.Span.SpanId, span.SpanId);
        output.Text(FieldNumbers.Span.TraceState, span.TraceState);
        output.Id(FieldNumbers.Span.ParentSpanId, span.ParentSpanId);
        output.Text(FieldNumbers.Span.Name, span.Name);
        output.Number(FieldNumbers.Span.Kind, (uint)span.Kind);
        output.Fixed64(FieldNumbers.Span.StartTime, span.StartTime);
        output.Fixed64(FieldNumbers.Span.EndTime, span.EndTime);
        WriteAttributes(output, FieldNumbers.Span.Attributes, span.Attributes);
        output.Number(FieldNumbers.Span.DroppedAttributes, span.DroppedAttributes);
        foreach (var @event in span.Events)
            WriteEvent(output, @event);
        output.Number(FieldNumbers.Span.DroppedEvents, span.DroppedEvents);
        foreach (var link in span.Links)
            WriteLink(output, link);
        output.Number(FieldNumbers.Span.DroppedLinks, span.DroppedLinks);
        WriteStatus(output, span);
        output.Fixed32(FieldNumbers.Span.Flags, span.Flags);
    }

    public static void WriteAttributes(ProtobufBuffer output, int field, List<KeyValuePair<string, AttributeValue>> attributes)
    {
        foreach (var (name, value) in attributes)
            WriteEntry(output, field, name, value);
    }

    private static void WriteEvent(ProtobufBuffer output, WireEvent @event)
    {
        var start = output.Begin(FieldNumbers.Span.Events);
        output.Fixed64(FieldNumbers.Event.Time, @event.Time);
        output.Text(FieldNumbers.Event.Name, @event.Name);
        WriteAttributes(output, FieldNumbers.Event.Attributes, @event.Attributes);
        if (@event.Body is { } body)
        {
            var entry = output.Begin(FieldNumbers.Event.Attributes);
            output.String(FieldNumbers.KeyValue.Key, AttributeKeys.RecordBody);
            var value = output.Begin(FieldNumbers.KeyValue.Value);
            output.Bytes(FieldNumbers.AnyValue.String, body.Span);
            output.End(value);
            output.End(entry);
        }

        output.Number(FieldNumbers.Event.DroppedAttributes, @event.DroppedAttributes);
        output.End(start);
    }

    private static void WriteLink(ProtobufBuffer output, WireLink link)
    {
        var start = output.Begin(FieldNumbers.Span.Links);
        output.Id(FieldNumbers.Link.TraceId, link.TraceId);
        output.Id(FieldNumbers.Link.SpanId, link.SpanId);
        output.Text(FieldNumbers.Link.TraceState, link.TraceState);
        WriteAttributes(output, FieldNumbers.Link.Attributes, link.Attributes);
        output.Number(FieldNumbers.Link.DroppedAttributes, link.DroppedAttributes);
        output.Fixed32(FieldNumbers.Link.Flags, link.Flags);
        output.End(start);
    }

    private static void WriteStatus(ProtobufBuffer output, WireSpan span)
    {
        if (span.StatusCode == 0 && span.StatusMessage.Length == 0)
            return;
        var start = output.Begin(FieldNumbers.Span.Status);
        output.Text(FieldNumbers.Status.Message, span.StatusMessage);
        output.Number(FieldNumbers.Status.Code, (uint)span.StatusCode);
        output.End(start);
    }

    private static void WriteEntry(ProtobufBuffer output, int field, string name, AttributeValue value)
    {
        var start = output.Begin(field);
        output.Text(FieldNumbers.KeyValue.Key, name);
        WriteValue(output, FieldNumbers.KeyValue.Value, value);
        output.End(start);
    }

    // NaN has many bit patterns, which differ between processors.
    private static ulong BitsOf(double value) => double.IsNaN(value) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToUInt64Bits(value);

    private static void WriteValue(ProtobufBuffer output, int field, AttributeValue value)
    {
        // A member of a oneof is written even if it is 0 or empty, since its presence selects the type.
        var start = output.Begin(field);
        switch (value.Kind)
        {
            case AttributeValueKind.String:
                output.String(FieldNumbers.AnyValue.String, value.AsString!);
                break;
            case AttributeValueKind.Boolean:
                output.Varint(FieldNumbers.AnyValue.Boolean, value.AsBoolean!.Value ? 1UL : 0);
                break;
            case AttributeValueKind.Int64:
                output.Varint(FieldNumbers.AnyValue.Int64, (ulong)value.AsInt64!.Value);
                break;
            case AttributeValueKind.Double:
                output.Bits64(FieldNumbers.AnyValue.Double, BitsOf(value.AsDouble!.Value));
                break;
            case AttributeValueKind.List:
                var list = output.Begin(FieldNumbers.AnyValue.List);
                foreach (var item in value.AsList!)
                    WriteValue(output, FieldNumbers.Values, item);
                output.End(list);
                break;
            case AttributeValueKind.Map:
                var map = output.Begin(FieldNumbers.AnyValue.Map);
                foreach (var (name, item) in value.AsMap!)
                    WriteEntry(output, FieldNumbers.Values, name, item);
                output.End(map);
                break;
        }

        output.End(start);
    }
}
