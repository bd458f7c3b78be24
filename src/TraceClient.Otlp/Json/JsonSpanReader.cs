namespace TraceClient.Otlp;

/// <summary>Reads complete objects of OTLP/JSON, with names in any style, numbers as strings, and enums as names.</summary>
/// <remarks>
/// Each method starts at the first token of a value and ends at its last one. Invalid data is a <see cref="FormatException"/>.
/// </remarks>
internal static class JsonSpanReader
{
    public static WireSpan ReadSpan(ref Utf8JsonReader json)
    {
        JsonNames.Begin(ref json);
        var span = new WireSpan();
        Span<char> name = stackalloc char[JsonNames.MaxLength];
        while (JsonNames.Next(ref json, name, out var length))
        {
            switch (name[..length])
            {
                case "traceid": span.TraceId = WireId.FromText(ReadText(ref json), WireId.TraceBytes); break;
                case "spanid": span.SpanId = WireId.FromText(ReadText(ref json), WireId.SpanBytes); break;
                case "parentspanid": span.ParentSpanId = WireId.FromText(ReadText(ref json), WireId.SpanBytes); break;
                case "tracestate": span.TraceState = ReadText(ref json); break;
                case "flags": span.Flags = ReadCount(ref json); break;
                case "name": span.Name = ReadText(ref json); break;
                case "kind": span.Kind = WireEnums.ReadKind(ReadText(ref json)); break;
                case "starttimeunixnano": span.StartTime = ReadTime(ref json); break;
                case "endtimeunixnano": span.EndTime = ReadTime(ref json); break;
                case "attributes": span.Attributes = JsonValueReader.ReadEntries(ref json); break;
                case "droppedattributescount": span.DroppedAttributes = ReadCount(ref json); break;
                case "events": ReadEvents(ref json, span.Events); break;
                case "droppedeventscount": span.DroppedEvents = ReadCount(ref json); break;
                case "links": ReadLinks(ref json, span.Links); break;
                case "droppedlinkscount": span.DroppedLinks = ReadCount(ref json); break;
                case "status": ReadStatus(ref json, span); break;
                default: json.Skip(); break;
            }
        }

        return span;
    }

    public static WireResource ReadResource(ref Utf8JsonReader json)
    {
        JsonNames.Begin(ref json);
        var resource = new WireResource();
        Span<char> name = stackalloc char[JsonNames.MaxLength];
        while (JsonNames.Next(ref json, name, out var length))
        {
            switch (name[..length])
            {
                case "attributes": resource.Attributes = JsonValueReader.ReadEntries(ref json); break;
                case "droppedattributescount": resource.DroppedAttributes = ReadCount(ref json); break;
                default: json.Skip(); break;
            }
        }

        return resource;
    }

    public static WireScope ReadScope(ref Utf8JsonReader json)
    {
        JsonNames.Begin(ref json);
        var scope = new WireScope();
        Span<char> name = stackalloc char[JsonNames.MaxLength];
        while (JsonNames.Next(ref json, name, out var length))
        {
            switch (name[..length])
            {
                case "name": scope.Name = ReadText(ref json); break;
                case "version": scope.Version = ReadText(ref json); break;
                case "attributes": scope.Attributes = JsonValueReader.ReadEntries(ref json); break;
                default: json.Skip(); break;
            }
        }

        return scope;
    }

    /// <summary>Reads the text of a string or of a number.</summary>
    public static string ReadText(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number)
            return Encoding.UTF8.GetString(json.ValueSpan);
        if (json.TokenType != JsonTokenType.String)
            throw new FormatException("A member is neither a string nor a number.");
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            return Encoding.UTF8.GetString(json.ValueSpan);
        }
    }

    private static ulong ReadTime(ref Utf8JsonReader json) =>
        ulong.TryParse(ReadText(ref json), NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var time)
            ? time
            : throw new FormatException("A time is not a number of nanoseconds.");

    private static uint ReadCount(ref Utf8JsonReader json) =>
        uint.TryParse(ReadText(ref json), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new FormatException("A count is not a 32-bit integer.");

    private static void ReadEvents(ref Utf8JsonReader json, List<WireEvent> events)
    {
        JsonNames.BeginList(ref json);
        Span<char> name = stackalloc char[JsonNames.MaxLength];
        while (JsonNames.NextItem(ref json))
        {
            var @event = new WireEvent();
            while (JsonNames.Next(ref json, name, out var length))
            {
                switch (name[..length])
                {
                    case "timeunixnano": @event.Time = ReadTime(ref json); break;
                    case "name": @event.Name = ReadText(ref json); break;
                    case "attributes": @event.Attributes = JsonValueReader.ReadEntries(ref json); break;
                    case "droppedattributescount": @event.DroppedAttributes = ReadCount(ref json); break;
                    default: json.Skip(); break;
                }
            }

            events.Add(@event);
        }
    }

    private static void ReadLinks(ref Utf8JsonReader json, List<WireLink> links)
    {
        JsonNames.BeginList(ref json);
        Span<char> name = stackalloc char[JsonNames.MaxLength];
        while (JsonNames.NextItem(ref json))
        {
            var link = new WireLink();
            while (JsonNames.Next(ref json, name, out var length))
            {
                switch (name[..length])
                {
                    case "traceid": link.TraceId = WireId.FromText(ReadText(ref json), WireId.TraceBytes); break;
                    case "spanid": link.SpanId = WireId.FromText(ReadText(ref json), WireId.SpanBytes); break;
                    case "tracestate": link.TraceState = ReadText(ref json); break;
                    case "flags": link.Flags = ReadCount(ref json); break;
                    case "attributes": link.Attributes = JsonValueReader.ReadEntries(ref json); break;
                    case "droppedattributescount": link.DroppedAttributes = ReadCount(ref json); break;
                    default: json.Skip(); break;
                }
            }

            links.Add(link);
        }
    }

    private static void ReadStatus(ref Utf8JsonReader json, WireSpan span)
    {
        JsonNames.Begin(ref json);
        Span<char> name = stackalloc char[JsonNames.MaxLength];
        while (JsonNames.Next(ref json, name, out var length))
        {
            switch (name[..length])
            {
                case "code": span.StatusCode = WireEnums.ReadStatus(ReadText(ref json)); break;
                case "message": span.StatusMessage = ReadText(ref json); break;
                default: json.Skip(); break;
            }
        }
    }
}
