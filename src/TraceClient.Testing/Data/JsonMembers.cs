namespace TraceClient.Testing;

/// <summary>The members of one JSON object, each value as the bytes it came in: text that is not valid UTF-8 survives.</summary>
internal sealed class JsonMembers
{
    private readonly List<KeyValuePair<string, byte[]>> _members = [];

    public IEnumerable<KeyValuePair<string, byte[]>> All => _members;

    /// <summary>The members in the order in which they stand.</summary>
    /// <exception cref="ArgumentException">The bytes are not one JSON object.</exception>
    public static JsonMembers Parse(ReadOnlySpan<byte> json)
    {
        var members = new JsonMembers();
        return TryParse(json, members)
            ? members
            : throw new ArgumentException("One valid JSON object is needed, and nothing after it.", nameof(json));
    }

    public static JsonMembers Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, MaxDepth = int.MaxValue }))
            write(writer);
        return Parse(buffer.WrittenSpan);
    }

    public bool Has(string name) => IndexOf(name) >= 0;

    public byte[]? Raw(string name) => IndexOf(name) is >= 0 and var at ? _members[at].Value : null;

    public string? Text(string name)
    {
        if (Raw(name) is not { } raw)
            return null;
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            return null;
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    public decimal? Number(string name) =>
        Raw(name) is { } raw && decimal.TryParse(
            Encoding.ASCII.GetString(raw), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The ticks of a date in text.</summary>
    public long? Time(string name) => Text(name) is { } text && Clock.TryParse(text, out var time) ? time.UtcTicks : null;

    public bool IsNull(string name) => Raw(name) is not { } raw || raw.AsSpan().SequenceEqual("null"u8);

    public JsonMembers Set(string name, ReadOnlySpan<byte> raw)
    {
        var member = new KeyValuePair<string, byte[]>(name, raw.ToArray());
        if (IndexOf(name) is >= 0 and var at)
            _members[at] = member;
        else
            _members.Add(member);
        return this;
    }

    public JsonMembers SetText(string name, string value) => Set(name, Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(value)}\""));

    public JsonMembers SetNumber(string name, long value) =>
        Set(name, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    public JsonMembers Remove(string name)
    {
        _members.RemoveAll(member => string.Equals(member.Key, name, StringComparison.Ordinal));
        return this;
    }

    /// <summary>These members, with those of <paramref name="other"/> in place of or after them.</summary>
    public JsonMembers With(JsonMembers other)
    {
        var merged = new JsonMembers();
        merged._members.AddRange(_members);
        foreach (var (name, raw) in other._members)
            merged.Set(name, raw);
        return merged;
    }

    public void WriteMembers(Utf8JsonWriter writer)
    {
        foreach (var (name, raw) in _members)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(raw, skipInputValidation: true);
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteMembers(writer);
        writer.WriteEndObject();
    }

    private static bool TryParse(ReadOnlySpan<byte> json, JsonMembers members)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                members._members.Add(new(name, json[start..(int)reader.BytesConsumed].ToArray()));
            }

            return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader's own message may quote the text, which can be personal data.
            return false;
        }
    }

    private int IndexOf(string name) => _members.FindIndex(member => string.Equals(member.Key, name, StringComparison.Ordinal));
}
