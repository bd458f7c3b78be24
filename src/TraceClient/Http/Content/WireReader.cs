namespace TraceClient.Http;

/// <summary>Reads the JSON values of a response leniently: a value of another form than the expected one never ends the reading.</summary>
/// <remarks>
/// The reader is at a value when a method is called, and at its last token when the method returns. A value that cannot be represented
/// sets <see cref="IsUnreadable"/>; the caller keeps what was sent.
/// </remarks>
/// <param name="json">The JSON, which may end within a value where more follows.</param>
/// <param name="isFinal">True where nothing follows the JSON.</param>
/// <param name="maxDepth">The nesting that is allowed.</param>
/// <param name="memory">Keeps what a value is made of beyond this reader.</param>
internal ref struct WireReader(ReadOnlySpan<byte> json, bool isFinal, int maxDepth, WireMemory memory)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private Utf8JsonReader _reader = new(json, isFinal, new JsonReaderState(new JsonReaderOptions { MaxDepth = maxDepth }));

    /// <summary>Gets or sets whether the last value could not be represented as it was sent.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>Gets whether the JSON has ended within a value, so that what was read is of no use.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>Gets how many elements of lists were skipped: nulls and values of another kind.</summary>
    public int Skipped { get; private set; }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Gets where the current token starts, in bytes.</summary>
    public readonly int Start => (int)_reader.TokenStartIndex;

    /// <summary>Gets how many bytes were read.</summary>
    public readonly int Consumed => (int)_reader.BytesConsumed;

    public readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    /// <summary>Goes on to the next token.</summary>
    /// <returns>False at the end of the JSON.</returns>
    /// <exception cref="JsonException">The JSON is malformed.</exception>
    public bool Read()
    {
        if (_reader.Read())
            return true;
        IsIncomplete = true;
        return false;
    }

    /// <summary>Goes on to the end of the value.</summary>
    public void Skip() => IsIncomplete |= !_reader.TrySkip();

    public bool IsName(ReadOnlySpan<byte> name) => _reader.IsName(name);

    /// <summary>Reads text that is different in most rows, such as an id.</summary>
    public string? Text()
    {
        if (_reader.TokenType == JsonTokenType.String)
            return StringValue();
        if (IsNull)
            return null;
        IsUnreadable = true;
        return Raw() is { Length: > 0 } text && text[0] is not ('{' or '[') ? text : null;
    }

    /// <summary>Reads text that many rows have in common, such as a type: equal texts are one string.</summary>
    public string? SharedText() =>
        _reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false } ? memory.Share(_reader.ValueSpan) ?? Text() : Text();

    /// <summary>Reads a number or other value as the text that was sent.</summary>
    public string? TextOrRaw() => _reader.TokenType == JsonTokenType.String ? StringValue() : IsNull ? null : Raw();

    /// <inheritdoc cref="TextOrRaw"/>
    public string? SharedTextOrRaw() =>
        _reader is { TokenType: JsonTokenType.String or JsonTokenType.Number, ValueIsEscaped: false }
            ? memory.Share(_reader.ValueSpan) ?? TextOrRaw()
            : TextOrRaw();

    public long? Int64()
    {
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var whole)
            || _reader.TokenType == JsonTokenType.String
            && long.TryParse(StringValue(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole))
        {
            return whole;
        }

        if (Double() is not { } number)
            return null;
        var rounded = Math.Round(number);
        IsUnreadable |= rounded != number;
        if (rounded is >= long.MinValue and < long.MaxValue)
            return (long)rounded;
        IsUnreadable = true;
        return null;
    }

    public int? Int32()
    {
        var value = Int64();
        if (value is null or >= int.MinValue and <= int.MaxValue)
            return (int?)value;
        IsUnreadable = true;
        return null;
    }

    public double? Double()
    {
        var number = double.NaN;
        var isNumber = _reader.TokenType switch
        {
            JsonTokenType.Number => _reader.TryGetDouble(out number),
            JsonTokenType.String => double.TryParse(StringValue(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
        if (isNumber && double.IsFinite(number))
            return number;
        Ignore();
        return null;
    }

    public bool? Boolean()
    {
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return _reader.GetBoolean();
        if (_reader.TokenType == JsonTokenType.String && bool.TryParse(StringValue(), out var value))
            return value;
        Ignore();
        return null;
    }

    /// <summary>Reads any value as it is.</summary>
    public JsonPayload Payload() => IsNull ? JsonPayload.Null : memory.Keep(RawBytes());

    /// <summary>Reads a time.</summary>
    /// <param name="number">What a number stands for.</param>
    public SourceTime Time(TimeNumber number) => _reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.String when !_reader.ValueIsEscaped && SourceTime.TryFromUtf8(_reader.ValueSpan, out var time) => time,
        JsonTokenType.String => SourceTime.FromText(StringValue(), number),
        JsonTokenType.Number when _reader.TryGetInt64(out var whole) => SourceTime.FromNumber(whole, number),
        JsonTokenType.Number => SourceTime.FromNumber(Raw(), number),
        _ => SourceTime.Unreadable(Raw()),
    };

    /// <summary>Reads a list of objects; elements that are none are skipped and counted.</summary>
    /// <returns>The list; null where the value is none.</returns>
    public List<T>? List<T>(WireType<T> type) where T : class, new() => List(type.Reader);

    /// <summary>Reads a list; elements that are not what they should be are skipped and counted.</summary>
    /// <returns>The list; null where the value is none.</returns>
    public List<T>? List<T>(WireValueReader<T> read) where T : class
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            Ignore();
            return null;
        }

        var list = new List<T>();
        var isUnreadable = false;
        while (Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            IsUnreadable = false;
            if (read(ref this) is { } element)
                list.Add(element);
            else
                Skipped++;
            isUnreadable |= IsUnreadable;
        }

        IsUnreadable = isUnreadable;
        return list;
    }

    /// <summary>Skips a value that is not what it should be; only null needs no warning.</summary>
    public void Ignore()
    {
        IsUnreadable |= !IsNull;
        Skip();
    }

    /// <summary>Gets the bytes of the value that starts at an offset and ends where the reader is.</summary>
    public readonly ReadOnlySpan<byte> BytesFrom(int start) => IsIncomplete ? default : _json[start..Consumed];

    /// <summary>Gets the name that the reader is at, with replacement characters for what is not text.</summary>
    public string Name() => memory.Share(_reader.ValueIsEscaped ? default : _reader.ValueSpan) ?? StringValue();

    private ReadOnlySpan<byte> RawBytes()
    {
        var start = Start;
        Skip();
        return BytesFrom(start);
    }

    private string Raw() => Encoding.UTF8.GetString(RawBytes());

    private string StringValue()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or an escape of half a surrogate pair.
            IsUnreadable |= _reader.ValueIsEscaped;
            return WireText.WithReplacements(_reader.ValueSpan);
        }
    }
}
