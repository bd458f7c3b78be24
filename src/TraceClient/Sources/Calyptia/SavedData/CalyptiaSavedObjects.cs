namespace TraceClient.Calyptia;

/// <summary>
/// Finds the objects in saved Calyptia data, each as the bytes it came in: arrays of them as the API and Tap make them, the pages
/// of the vendor's CLI, one object a line, objects run together; with gzip or without. One object is needed as a whole.
/// </summary>
/// <remarks>
/// From 2.2 on Fluent Bit writes malformed events, and the next event inside them. What cannot be read is skipped and counted, up to
/// the next line or to a whole event inside it. It is an error only where nothing else can be read.
/// </remarks>
internal sealed class CalyptiaSavedObjects(Stream stream, long maxBytes, int maxElementBytes) : IDisposable
{
    /// <summary>How deep an object may be nested.</summary>
    public const int MaxDepth = 512;

    private const int DepthOfItems = 2;
    private const int PeekBytes = 512;

    private readonly InputWindow _input = new(stream, maxBytes, maxElementBytes);
    private JsonReaderState _state = InitialState;
    private int _length;
    private bool _hasBegun;
    private bool _isInMalformed;
    private bool _isBehindMalformed;
    private bool _isRecovered;
    private byte[]? _date;
    private byte[]? _dated;
    private (string Message, long Offset)? _fault;

    /// <summary>The object, until the next one is read. One that stood inside a malformed event has the <c>date</c> of that.</summary>
    public ReadOnlyMemory<byte> Current => _dated ?? _input.WindowMemory[.._length];

    /// <summary>Where the object begins, or, when reading failed, what cannot be one; in bytes after unpacking.</summary>
    public long Offset { get; private set; }

    /// <summary>How many events were read so far.</summary>
    public long Read { get; private set; }

    /// <summary>How many events could not be read.</summary>
    public long Unreadable { get; private set; }

    /// <summary>How many events stood as a whole inside one that could not be read.</summary>
    public long Recovered { get; private set; }

    private static JsonReaderState InitialState =>
        new(new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = MaxDepth + DepthOfItems });

    /// <summary>Reads up to the end of the next object.</summary>
    /// <returns>False at the end of the data.</returns>
    /// <exception cref="FormatException">The data has no object but something else,
    /// or a limit was reached. The message shows nothing of the data.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_hasBegun)
        {
            _hasBegun = true;
            await _input.BeginAsync(PeekBytes, cancellationToken).ConfigureAwait(false);
            _input.Consume(InputWindow.ByteOrderMarkLength(_input.Window));
        }

        _input.Consume(_length);
        (_length, _dated) = (0, null);
        while (_length == 0)
        {
            if (_isInMalformed ? TryRecover(out var isEnd) : TryTake(out isEnd))
                continue;
            if (!_input.IsFinal)
                await _input.ReadMoreAsync(cancellationToken).ConfigureAwait(false);
            else if (!isEnd)
                Skip("The data ends in the middle of an object or an array.");
            else if (Read == 0 && _fault is var (message, offset))
                throw Failed(message, offset);
            else
                return false;
        }

        Read++;
        _isBehindMalformed &= _isRecovered;
        return true;
    }

    /// <summary>Counts the object that was read last as one that could not be read.</summary>
    /// <param name="message">Why; shows nothing of the data.</param>
    public void Refuse(string message)
    {
        Read--;
        Recovered -= _isRecovered ? 1 : 0;
        Unreadable += _isRecovered ? 0 : 1;
        _fault ??= (message, Offset);
    }

    public void Dispose() => _input.Dispose();

    /// <summary>Takes an object, or a token of what stands around the objects.</summary>
    /// <param name="isEnd">Whether nothing is left, and everything that was begun has ended.</param>
    /// <returns>False where it is not there as a whole; nothing is taken then.</returns>
    private bool TryTake(out bool isEnd)
    {
        isEnd = new Utf8JsonReader([], isFinalBlock: false, _state)
            is { CurrentDepth: 0, TokenType: not (JsonTokenType.StartArray or JsonTokenType.StartObject) };
        if (isEnd && _fault is not null)
        {
            // Where the structure was lost, what is left of it is passed over.
            var rest = _input.Window.TrimStart(" \t\r\n,]}"u8);
            _input.Consume(_input.Window.Length - rest.Length);
        }

        var data = _input.Window;
        var start = data.IndexOfAnyExcept(" \t\r\n,"u8);
        Offset = _input.Position + (start < 0 ? data.Length : start);
        isEnd &= start < 0;
        _isRecovered = false;
        var reader = new Utf8JsonReader(data, isFinalBlock: false, _state);
        try
        {
            if (!reader.Read())
                return false;
            if (!IsExpected(reader.TokenType, reader.CurrentDepth))
            {
                Skip("There is another value where an object belongs.");
                return true;
            }

            if (!TryTakeToken(ref reader))
                return false;
        }
        catch (JsonException)
        {
            // What the JSON reader says can show a piece of the data.
            Skip($"The data is not valid JSON, or is nested more than {MaxDepth} deep.");
            return true;
        }

        _state = reader.CurrentState;
        _input.Consume((int)reader.BytesConsumed - _length);
        return true;
    }

    /// <summary>Begins to pass over what stands at <see cref="Offset"/>; several pieces of one event count once.</summary>
    private void Skip(string message)
    {
        _input.Consume((int)(Offset - _input.Position));
        if (!_isBehindMalformed || _input.Window is [(byte)'{', ..])
            Unreadable++;
        _fault ??= (message, Offset);
        (_isInMalformed, _isBehindMalformed, _state, _date) = (true, true, InitialState, null);
    }

    /// <summary>Goes on in something malformed, to the end of the line or to the end of a whole event.</summary>
    /// <param name="isEnd">Whether nothing is left.</param>
    /// <returns>False where more must be read.</returns>
    private bool TryRecover(out bool isEnd)
    {
        var next = _input.Window.IndexOfAny((byte)'{', (byte)'\n');
        isEnd = next < 0;
        _input.Consume(isEnd ? _input.Window.Length : next);
        if (isEnd)
            return false;
        _isInMalformed = _input.Window[0] == (byte)'{';
        if (!_isInMalformed)
            return true;

        Offset = _input.Position;
        var reader = new Utf8JsonReader(_input.Window, _input.IsFinal, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        var (isTyped, isNamed, isOfPlugin, date) = (false, false, false, (byte[]?)null);
        try
        {
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
            {
                (isTyped, isNamed) = (isTyped || reader.IsName("type"u8), isNamed || reader.IsName("trace_id"u8));
                (isOfPlugin, var isDate) = (isOfPlugin || reader.IsName("plugin_instance"u8), reader.IsName("date"u8));
                if (!reader.Read())
                    return false;
                date = isDate && reader.TokenType == JsonTokenType.Number ? reader.ValueSpan.ToArray() : date;
                if (!reader.TrySkip())
                    return false;
            }

            if (reader is not { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 })
                return false;
        }
        catch (JsonException)
        {
            // It can stand inside.
            _date = date ?? _date;
            _input.Consume(1);
            return true;
        }

        var length = (int)reader.BytesConsumed;
        if (length > maxElementBytes)
            throw InputWindow.TooLarge(maxElementBytes);
        if (isTyped && isNamed && isOfPlugin)
        {
            _dated = date is null && _date is not null ? [.. "{\"date\":"u8, .. _date, (byte)',', .. _input.Window[1..length]] : null;
            (_length, _isRecovered, _isInMalformed) = (length, true, false);
            Recovered++;
        }
        else
        {
            _input.Consume(length);
        }

        return true;
    }

    private FormatException Failed(string message, long offset)
    {
        Offset = offset;
        return new FormatException(message);
    }

    private static bool IsExpected(JsonTokenType type, int depth) => (type, depth)
        is (JsonTokenType.StartObject or JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject, _)
        or (JsonTokenType.StartArray, 0) or (JsonTokenType.Null, > 0);

    private bool TryTakeToken(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var start = reader.TokenStartIndex;
                if (reader.CurrentDepth == 0 ? !TrySkipUnlessPage(ref reader) : !reader.TrySkip())
                    return false;
                var length = reader.TokenType == JsonTokenType.EndObject ? reader.BytesConsumed - start : 0;
                _length = length <= maxElementBytes ? (int)length : throw InputWindow.TooLarge(maxElementBytes);
                return true;
            case JsonTokenType.PropertyName:
                var isItems = reader.IsName("items"u8);
                return reader.Read() && ((isItems && reader.TokenType == JsonTokenType.StartArray) || reader.TrySkip());
            default:
                return true;
        }
    }

    /// <summary>Goes on to the end of an object, unless it is a page: only the names of its members tell that from a record.</summary>
    private static bool TrySkipUnlessPage(ref Utf8JsonReader reader)
    {
        var inside = reader;
        while (inside.Read())
        {
            if (inside.TokenType == JsonTokenType.EndObject)
            {
                reader = inside;
                return true;
            }

            var isItems = inside.IsName("items"u8);
            if (!inside.Read())
                break;
            if (isItems && inside.TokenType is JsonTokenType.StartArray or JsonTokenType.Null)
                return true;
            if (!inside.TrySkip())
                break;
        }

        return false;
    }
}
