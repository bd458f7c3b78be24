namespace TraceClient.Testing;

/// <summary>The members of a JSON object. Values keep their original bytes, also text that is not valid UTF-8.</summary>
internal sealed class JsonMembers
{
    private readonly List<KeyValuePair<string, byte[]>> _members = [];

    public IEnumerable<KeyValuePair<string, byte[]>> All => _members;

    /// <summary>Parses an object; the members keep their order.</summary>
    /// <exception cref="ArgumentException">The bytes are not a JSON object.</exception>
    public static JsonMembers Parse(ReadOnlySpan<byte> json)
    {
        var members = new JsonMembers();
        return TryParse(json, members)
            ? members
            : throw new ArgumentException("The text is not a JSON object.", nameof(json));
    }

    public static JsonMembers Of(Action<Utf8JsonWriter> write) => Parse(JsonBytes.Of(write));

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

    /// <summary>Gets a time in ticks; null if the member is not a valid time.</summary>
    public long? Time(string name) => Text(name) is { } text && TimestampFormat.TryParse(text, out var time) ? time.UtcTicks : null;

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

    /// <summary>Creates a copy, with the members of <paramref name="other"/> replaced or added.</summary>
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
            // The message of the reader may contain text of the JSON, which can be personal data.
            return false;
        }
    }

    private int IndexOf(string name) => _members.FindIndex(member => string.Equals(member.Key, name, StringComparison.Ordinal));
}
