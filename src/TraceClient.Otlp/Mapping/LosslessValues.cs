namespace TraceClient.Otlp;

/// <summary>Converts values that OTLP cannot represent: numbers that a double cannot represent, and nesting that readers reject.</summary>
internal static class LosslessValues
{
    /// <summary>Readers of protobuf allow 100 nested messages, and a map in a map has three.</summary>
    private const int MaxNesting = 16;

    private const int MaxJsonDepth = 512;

    private enum Finding
    {
        Plain,
        Inexact,
        NotFinite,
        TooDeep,
    }

    /// <summary>Gets the value to write, and a note to restore the original; null if none is needed.</summary>
    public static (AttributeValue Value, AttributeValue? Note) Write(AttributeValue value) =>
        Find(value, MaxNesting) == Finding.Plain ? (value, default(AttributeValue?)) : Write(value, MaxNesting);

    /// <summary>Restores the value before <see cref="Write(AttributeValue)"/>.</summary>
    public static AttributeValue Read(AttributeValue value, AttributeValue note)
    {
        if (note.AsMap is { } notes && value.AsMap is { } map)
            return AttributeValue.From(AttributeMap.From(map.Select(
                member => notes.TryGetValue(member.Key, out var of) ? KeyValuePair.Create(member.Key, Read(member.Value, of)) : member)));
        return (note.AsString ?? (note.AsBoolean == true ? value.AsString : null)) is { } json && TryParse(json, out var exact)
            ? exact
            : value;
    }

    private static (AttributeValue Value, AttributeValue? Note) Write(AttributeValue value, int nesting)
    {
        if (value.Kind == AttributeValueKind.Map && nesting > 0)
            return WriteMap(value, nesting);
        return Find(value, nesting) switch
        {
            Finding.TooDeep => (AttributeValue.From(ToJson(value)), AttributeValue.From(value: true)),
            Finding.Inexact => (value, AttributeValue.From(ToJson(value))),
            _ => (value, default(AttributeValue?)),
        };
    }

    /// <summary>The note of a map is a map of the notes of its members.</summary>
    private static (AttributeValue Value, AttributeValue? Note) WriteMap(AttributeValue value, int nesting)
    {
        var members = new List<KeyValuePair<string, AttributeValue>>();
        var notes = new List<KeyValuePair<string, AttributeValue>>();
        foreach (var (name, member) in value.AsMap!)
        {
            var (written, note) = Write(member, nesting - 1);
            members.Add(KeyValuePair.Create(name, written));
            if (note is { } exact)
                notes.Add(KeyValuePair.Create(name, exact));
        }

        return notes.Count == 0
            ? (value, default(AttributeValue?))
            : (AttributeValue.From(AttributeMap.From(members)), AttributeValue.From(AttributeMap.From(notes)));
    }

    private static Finding Find(AttributeValue value, int nesting) => value.Kind switch
    {
        AttributeValueKind.Double => FindInNumber(value),
        AttributeValueKind.List => FindInAll(value.AsList!, nesting),
        AttributeValueKind.Map => FindInAll(value.AsMap!.Values, nesting),
        _ => Finding.Plain,
    };

    private static Finding FindInNumber(AttributeValue value)
    {
        // A number that has a text of its own is not equal to the double.
        var number = value.AsDouble!.Value;
        if (value != AttributeValue.From(number))
            return Finding.Inexact;
        return double.IsFinite(number) ? Finding.Plain : Finding.NotFinite;
    }

    private static Finding FindInAll(IEnumerable<AttributeValue> values, int nesting)
    {
        if (nesting == 0)
            return Finding.TooDeep;

        // JSON has no NaN, so digits of other numbers in the same list are lost.
        var worst = Finding.Plain;
        foreach (var value in values)
        {
            var finding = Find(value, nesting - 1);
            if (finding > worst)
                worst = finding;
        }

        return worst;
    }

    private static string ToJson(AttributeValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = int.MaxValue }))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool TryParse(string json, out AttributeValue value)
    {
        value = default;
        var utf8 = Encoding.UTF8.GetBytes(json);
        try
        {
            // Values are parsed recursively, so the depth of the text is limited.
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
            reader.Read();
            reader.Skip();
        }
        catch (JsonException)
        {
            return false;
        }

        if (!JsonPayload.TryFromUtf8(utf8, out var payload))
            return false;
        value = AttributeValue.From(payload);
        return true;
    }
}
