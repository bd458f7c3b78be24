namespace TraceClient.Otlp;

/// <summary>Reads the messages of OTLP's binary form, each from bytes that are there
/// as a whole. What does not fit is a <see cref="FormatException"/>.</summary>
internal static class ProtobufSpanReader
{
    public static WireSpan ReadSpan(ReadOnlySpan<byte> message)
    {
        var span = new WireSpan();
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case Fields.Span.TraceId: span.TraceId = WireId.FromBytes(fields.Bytes(), WireId.TraceBytes); break;
                case Fields.Span.SpanId: span.SpanId = WireId.FromBytes(fields.Bytes(), WireId.SpanBytes); break;
                case Fields.Span.TraceState: span.TraceState = fields.Text(); break;
                case Fields.Span.ParentSpanId: span.ParentSpanId = WireId.FromBytes(fields.Bytes(), WireId.SpanBytes); break;
                case Fields.Span.Name: span.Name = fields.Text(); break;
                case Fields.Span.Kind: span.Kind = (int)fields.Varint(); break;
                case Fields.Span.StartTime: span.StartTime = fields.Fixed64(); break;
                case Fields.Span.EndTime: span.EndTime = fields.Fixed64(); break;
                case Fields.Span.Attributes: span.Attributes.Add(ReadEntry(fields.Bytes())); break;
                case Fields.Span.DroppedAttributes: span.DroppedAttributes = fields.Count(); break;
                case Fields.Span.Events: span.Events.Add(ReadEvent(fields.Bytes())); break;
                case Fields.Span.DroppedEvents: span.DroppedEvents = fields.Count(); break;
                case Fields.Span.Links: span.Links.Add(ReadLink(fields.Bytes())); break;
                case Fields.Span.DroppedLinks: span.DroppedLinks = fields.Count(); break;
                case Fields.Span.Status: ReadStatus(fields.Bytes(), span); break;
                case Fields.Span.Flags: span.Flags = fields.Fixed32(); break;
                default: fields.Skip(); break;
            }
        }

        return span;
    }

    public static WireResource ReadResource(ReadOnlySpan<byte> message)
    {
        var resource = new WireResource();
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case Fields.Resource.Attributes: resource.Attributes.Add(ReadEntry(fields.Bytes())); break;
                case Fields.Resource.DroppedAttributes: resource.DroppedAttributes = fields.Count(); break;
                default: fields.Skip(); break;
            }
        }

        return resource;
    }

    public static WireScope ReadScope(ReadOnlySpan<byte> message)
    {
        var scope = new WireScope();
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case Fields.Scope.Name: scope.Name = fields.Text(); break;
                case Fields.Scope.Version: scope.Version = fields.Text(); break;
                case Fields.Scope.Attributes: scope.Attributes.Add(ReadEntry(fields.Bytes())); break;
                default: fields.Skip(); break;
            }
        }

        return scope;
    }

    private static WireEvent ReadEvent(ReadOnlySpan<byte> message)
    {
        var @event = new WireEvent();
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case Fields.Event.Time: @event.Time = fields.Fixed64(); break;
                case Fields.Event.Name: @event.Name = fields.Text(); break;
                case Fields.Event.Attributes: @event.Attributes.Add(ReadEntry(fields.Bytes())); break;
                case Fields.Event.DroppedAttributes: @event.DroppedAttributes = fields.Count(); break;
                default: fields.Skip(); break;
            }
        }

        return @event;
    }

    private static WireLink ReadLink(ReadOnlySpan<byte> message)
    {
        var link = new WireLink();
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case Fields.Link.TraceId: link.TraceId = WireId.FromBytes(fields.Bytes(), WireId.TraceBytes); break;
                case Fields.Link.SpanId: link.SpanId = WireId.FromBytes(fields.Bytes(), WireId.SpanBytes); break;
                case Fields.Link.TraceState: link.TraceState = fields.Text(); break;
                case Fields.Link.Attributes: link.Attributes.Add(ReadEntry(fields.Bytes())); break;
                case Fields.Link.DroppedAttributes: link.DroppedAttributes = fields.Count(); break;
                case Fields.Link.Flags: link.Flags = fields.Fixed32(); break;
                default: fields.Skip(); break;
            }
        }

        return link;
    }

    private static void ReadStatus(ReadOnlySpan<byte> message, WireSpan span)
    {
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case Fields.Status.Message: span.StatusMessage = fields.Text(); break;
                case Fields.Status.Code: span.StatusCode = (int)fields.Varint(); break;
                default: fields.Skip(); break;
            }
        }
    }

    private static KeyValuePair<string, AttributeValue> ReadEntry(ReadOnlySpan<byte> message, int nesting = 0)
    {
        var key = "";
        AttributeValue value = default;
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case Fields.KeyValue.Key: key = fields.Text(); break;
                case Fields.KeyValue.Value: value = ReadValue(fields.Bytes(), nesting); break;
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
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case Fields.AnyValue.String: value = fields.Text(); break;
                case Fields.AnyValue.Boolean: value = fields.Varint() != 0; break;
                case Fields.AnyValue.Int64: value = (long)fields.Varint(); break;
                case Fields.AnyValue.Double: value = BitConverter.UInt64BitsToDouble(fields.Fixed64()); break;
                case Fields.AnyValue.List: value = ReadList(fields.Bytes(), nesting + 1); break;
                case Fields.AnyValue.Map: value = ReadMap(fields.Bytes(), nesting + 1); break;
                case Fields.AnyValue.Bytes: value = Convert.ToBase64String(fields.Bytes()); break;
                default: fields.Skip(); break;
            }
        }

        return value;
    }

    private static AttributeValue ReadList(ReadOnlySpan<byte> message, int nesting)
    {
        var values = new List<AttributeValue>();
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (fields.Field == Fields.Values)
                values.Add(ReadValue(fields.Bytes(), nesting));
            else
                fields.Skip();
        }

        return AttributeValue.From(values);
    }

    private static AttributeValue ReadMap(ReadOnlySpan<byte> message, int nesting)
    {
        var entries = new List<KeyValuePair<string, AttributeValue>>();
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (fields.Field == Fields.Values)
                entries.Add(ReadEntry(fields.Bytes(), nesting));
            else
                fields.Skip();
        }

        return AttributeValue.From(AttributeMap.From(entries));
    }
}
