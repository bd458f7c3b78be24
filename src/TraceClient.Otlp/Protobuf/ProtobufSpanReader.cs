namespace TraceClient.Otlp;

/// <summary>Reads complete messages of OTLP as protobuf. Invalid data is a <see cref="FormatException"/>.</summary>
internal static class ProtobufSpanReader
{
    public static WireSpan ReadSpan(ReadOnlySpan<byte> message)
    {
        var span = new WireSpan();
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case FieldNumbers.Span.TraceId: span.TraceId = WireId.FromBytes(fields.Bytes(), WireId.TraceBytes); break;
                case FieldNumbers.Span.SpanId: span.SpanId = WireId.FromBytes(fields.Bytes(), WireId.SpanBytes); break;
                case FieldNumbers.Span.TraceState: span.TraceState = fields.Text(); break;
                case FieldNumbers.Span.ParentSpanId: span.ParentSpanId = WireId.FromBytes(fields.Bytes(), WireId.SpanBytes); break;
                case FieldNumbers.Span.Name: span.Name = fields.Text(); break;
                case FieldNumbers.Span.Kind: span.Kind = (int)fields.Varint(); break;
                case FieldNumbers.Span.StartTime: span.StartTime = fields.Fixed64(); break;
                case FieldNumbers.Span.EndTime: span.EndTime = fields.Fixed64(); break;
                case FieldNumbers.Span.Attributes: span.Attributes.Add(ReadEntry(fields.Bytes())); break;
                case FieldNumbers.Span.DroppedAttributes: span.DroppedAttributes = fields.Count(); break;
                case FieldNumbers.Span.Events: span.Events.Add(ReadEvent(fields.Bytes())); break;
                case FieldNumbers.Span.DroppedEvents: span.DroppedEvents = fields.Count(); break;
                case FieldNumbers.Span.Links: span.Links.Add(ReadLink(fields.Bytes())); break;
                case FieldNumbers.Span.DroppedLinks: span.DroppedLinks = fields.Count(); break;
                case FieldNumbers.Span.Status: ReadStatus(fields.Bytes(), span); break;
                case FieldNumbers.Span.Flags: span.Flags = fields.Fixed32(); break;
                default: fields.Skip(); break;
            }
        }

        return span;
    }

    public static WireResource ReadResource(ReadOnlySpan<byte> message)
    {
        var resource = new WireResource();
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case FieldNumbers.Resource.Attributes: resource.Attributes.Add(ReadEntry(fields.Bytes())); break;
                case FieldNumbers.Resource.DroppedAttributes: resource.DroppedAttributes = fields.Count(); break;
                default: fields.Skip(); break;
            }
        }

        return resource;
    }

    public static WireScope ReadScope(ReadOnlySpan<byte> message)
    {
        var scope = new WireScope();
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case FieldNumbers.Scope.Name: scope.Name = fields.Text(); break;
                case FieldNumbers.Scope.Version: scope.Version = fields.Text(); break;
                case FieldNumbers.Scope.Attributes: scope.Attributes.Add(ReadEntry(fields.Bytes())); break;
                default: fields.Skip(); break;
            }
        }

        return scope;
    }

    private static WireEvent ReadEvent(ReadOnlySpan<byte> message)
    {
        var @event = new WireEvent();
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case FieldNumbers.Event.Time: @event.Time = fields.Fixed64(); break;
                case FieldNumbers.Event.Name: @event.Name = fields.Text(); break;
                case FieldNumbers.Event.Attributes: @event.Attributes.Add(ReadEntry(fields.Bytes())); break;
                case FieldNumbers.Event.DroppedAttributes: @event.DroppedAttributes = fields.Count(); break;
                default: fields.Skip(); break;
            }
        }

        return @event;
    }

    private static WireLink ReadLink(ReadOnlySpan<byte> message)
    {
        var link = new WireLink();
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case FieldNumbers.Link.TraceId: link.TraceId = WireId.FromBytes(fields.Bytes(), WireId.TraceBytes); break;
                case FieldNumbers.Link.SpanId: link.SpanId = WireId.FromBytes(fields.Bytes(), WireId.SpanBytes); break;
                case FieldNumbers.Link.TraceState: link.TraceState = fields.Text(); break;
                case FieldNumbers.Link.Attributes: link.Attributes.Add(ReadEntry(fields.Bytes())); break;
                case FieldNumbers.Link.DroppedAttributes: link.DroppedAttributes = fields.Count(); break;
                case FieldNumbers.Link.Flags: link.Flags = fields.Fixed32(); break;
                default: fields.Skip(); break;
            }
        }

        return link;
    }

    private static void ReadStatus(ReadOnlySpan<byte> message, WireSpan span)
    {
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case FieldNumbers.Status.Message: span.StatusMessage = fields.Text(); break;
                case FieldNumbers.Status.Code: span.StatusCode = (int)fields.Varint(); break;
                default: fields.Skip(); break;
            }
        }
    }

    private static KeyValuePair<string, AttributeValue> ReadEntry(ReadOnlySpan<byte> message, int nesting = 0)
    {
        var key = "";
        AttributeValue value = default;
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case FieldNumbers.KeyValue.Key: key = fields.Text(); break;
                case FieldNumbers.KeyValue.Value: value = ReadValue(fields.Bytes(), nesting); break;
                default: fields.Skip(); break;
            }
        }

        return KeyValuePair.Create(key, value);
    }

    private static AttributeValue ReadValue(ReadOnlySpan<byte> message, int nesting)
    {
        if (nesting > JsonValueReader.MaxNesting)
            throw new FormatException($"Attributes are nested more than {JsonValueReader.MaxNesting} deep.");

        AttributeValue value = default;
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case FieldNumbers.AnyValue.String: value = fields.Text(); break;
                case FieldNumbers.AnyValue.Boolean: value = fields.Varint() != 0; break;
                case FieldNumbers.AnyValue.Int64: value = (long)fields.Varint(); break;
                case FieldNumbers.AnyValue.Double: value = BitConverter.UInt64BitsToDouble(fields.Fixed64()); break;
                case FieldNumbers.AnyValue.List: value = ReadList(fields.Bytes(), nesting + 1); break;
                case FieldNumbers.AnyValue.Map: value = ReadMap(fields.Bytes(), nesting + 1); break;
                case FieldNumbers.AnyValue.Bytes: value = Convert.ToBase64String(fields.Bytes()); break;
                default: fields.Skip(); break;
            }
        }

        return value;
    }

    private static AttributeValue ReadList(ReadOnlySpan<byte> message, int nesting)
    {
        var values = new List<AttributeValue>();
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            if (fields.Field == FieldNumbers.Values)
                values.Add(ReadValue(fields.Bytes(), nesting));
            else
                fields.Skip();
        }

        return AttributeValue.From(values);
    }

    private static AttributeValue ReadMap(ReadOnlySpan<byte> message, int nesting)
    {
        var entries = new List<KeyValuePair<string, AttributeValue>>();
        var fields = new ProtobufMessageReader(message);
        while (fields.Next())
        {
            if (fields.Field == FieldNumbers.Values)
                entries.Add(ReadEntry(fields.Bytes(), nesting));
            else
                fields.Skip();
        }

        return AttributeValue.From(AttributeMap.From(entries));
    }
}
