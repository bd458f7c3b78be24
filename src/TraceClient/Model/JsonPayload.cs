namespace TraceClient;

/// <summary>An immutable JSON value, kept as the UTF-8 that the source sent: an input, an output, the body of a log record.</summary>
/// <remarks>
/// The default value is JSON <c>null</c>. Two payloads are equal when their bytes are. A source can send strings that are not
/// valid UTF-8: <see cref="Utf8"/> keeps them as they came, all other views show U+FFFD in their place.
/// </remarks>
[JsonConverter(typeof(TraceJsonConverter))]
public readonly record struct JsonPayload
{
    private static readonly ReadOnlyMemory<byte> NullBytes = "null"u8.ToArray();

    private readonly ReadOnlyMemory<byte> _utf8;

    internal JsonPayload(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>Gets a payload that holds JSON <c>null</c>.</summary>
    public static JsonPayload Null => default;

    /// <summary>Gets the JSON as it came.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.IsEmpty ? NullBytes : _utf8;

    /// <summary>Gets the kind of the JSON value.</summary>
    public JsonValueKind ValueKind => Utf8.Span[0] switch
    {
        (byte)'{' => JsonValueKind.Object,
        (byte)'[' => JsonValueKind.Array,
        (byte)'"' => JsonValueKind.String,
        (byte)'t' => JsonValueKind.True,
        (byte)'f' => JsonValueKind.False,
        (byte)'n' => JsonValueKind.Null,
        _ => JsonValueKind.Number,
    };

    /// <summary>Gets whether the value is JSON <c>null</c>.</summary>
    public bool IsNull => ValueKind == JsonValueKind.Null;

    /// <summary>Takes one JSON value from text.</summary>
    /// <exception cref="FormatException">The text is not one JSON value.</exception>
    public static JsonPayload Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return FromUtf8(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Takes one JSON value from UTF-8, which is copied.</summary>
    /// <exception cref="FormatException">The bytes are not one JSON value.</exception>
    public static JsonPayload FromUtf8(ReadOnlySpan<byte> json) =>
        TryFromUtf8(json, out var payload) ? payload : throw new FormatException("The text is not one JSON value.");

    /// <summary>Takes one JSON value from UTF-8, which is copied, if it is one.</summary>
    public static bool TryFromUtf8(ReadOnlySpan<byte> json, out JsonPayload payload)
    {
        payload = default;
        json = json.Trim(" \t\r\n"u8);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
            if (!reader.Read())
                return false;
            reader.Skip();
            if (reader.Read())
                return false;
        }
        catch (JsonException)
        {
            return false;
        }

        payload = new JsonPayload(json.ToArray());
        return true;
    }

    /// <summary>Writes a value as JSON.</summary>
    public static JsonPayload From<T>(T value, JsonTypeInfo<T> typeInfo) => new(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));

    /// <summary>Returns a JSON string.</summary>
    public static JsonPayload FromString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var buffer = new ArrayBufferWriter<byte>(value.Length + 2);
        using (var writer = new Utf8JsonWriter(buffer))
            writer.WriteStringValue(value);
        return new JsonPayload(buffer.WrittenMemory);
    }

    /// <summary>Returns the value as an element that stands on its own.</summary>
    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(ValidUtf8(), new JsonDocumentOptions { MaxDepth = int.MaxValue });
        return document.RootElement.Clone();
    }

    /// <summary>Returns the text of a JSON string.</summary>
    /// <returns>False when the value is not a string.</returns>
    public bool TryGetString([NotNullWhen(true)] out string? value)
    {
        value = null;
        if (ValueKind != JsonValueKind.String)
            return false;

        var reader = new Utf8JsonReader(ValidUtf8().Span);
        reader.Read();
        try
        {
            value = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape of half a surrogate pair: valid JSON, but no text.
            value = Encoding.UTF8.GetString(reader.ValueSpan);
        }

        return true;
    }

    /// <summary>Writes the value to a writer.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(ValidUtf8().Span, skipInputValidation: true);
    }

    /// <summary>Returns the JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    /// <inheritdoc/>
    public bool Equals(JsonPayload other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    private ReadOnlyMemory<byte> ValidUtf8() =>
        System.Text.Unicode.Utf8.IsValid(Utf8.Span) ? Utf8 : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Utf8.Span));
}
