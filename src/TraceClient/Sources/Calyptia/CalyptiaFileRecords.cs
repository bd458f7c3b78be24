using System.Text.Json;

namespace TraceClient.Calyptia;

/// <summary>Reads the records of one JSON object: of an envelope those in it, else the object itself.</summary>
internal static class CalyptiaFileRecords
{
    private static readonly CalyptiaJsonContext Context =
        new(new JsonSerializerOptions(CalyptiaJsonContext.Default.Options) { MaxDepth = new LimitOptions().MaxJsonDepth });

    /// <summary>The records, each with its JSON.</summary>
    /// <exception cref="TraceFormatException">The object is neither.</exception>
    public static List<(CalyptiaTraceRecord Record, ReadOnlyMemory<byte> Json)> Of(ReadOnlyMemory<byte> json, long offset)
    {
        try
        {
            if (ItemsOf(json) is not { } items)
                return [(Read(json, offset), json)];
            return items.ConvertAll(item => (Read(json[item], offset + item.Start.Value), json[item]));
        }
        catch (JsonException fault)
        {
            // Its message can show a piece of the data.
            throw Error("An object is no valid JSON.", offset, fault.Path);
        }
    }

    private static CalyptiaTraceRecord Read(ReadOnlyMemory<byte> json, long offset)
    {
        var record = JsonSerializer.Deserialize(json.Span, Context.CalyptiaTraceRecord);
        return record is { TraceId: not null } ? record : throw Error("An object is no trace record: it has no trace_id.", offset, path: null);
    }

    // Where the objects of the member "items" stand; null when there is no such member.
    private static List<Range>? ItemsOf(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = Context.Options.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isItems = reader.ValueTextEquals("items"u8);
            reader.Read();
            if (isItems && reader.TokenType == JsonTokenType.StartArray)
                return ObjectsOf(ref reader);
            reader.Skip();
        }

        return null;
    }

    private static List<Range> ObjectsOf(ref Utf8JsonReader array)
    {
        var objects = new List<Range>();
        while (array.Read() && array.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)array.TokenStartIndex;
            array.Skip();
            objects.Add(start..(int)array.BytesConsumed);
        }

        return objects;
    }

    private static TraceFormatException Error(string message, long offset, string? path) => new(message)
    {
        SourceName = SourceNames.Calyptia,
        Operation = "ReadFile",
        ByteOffset = offset,
        JsonPath = path,
    };
}
