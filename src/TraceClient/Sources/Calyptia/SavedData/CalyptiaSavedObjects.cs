namespace TraceClient.Calyptia;

/// <summary>
/// Finds the objects in saved Calyptia data, each as the bytes it came in: arrays of them as the API and Tap make them, the pages
/// of the vendor's CLI, one object a line, objects run together; with gzip or without. One object is needed as a whole.
/// </summary>
internal sealed class CalyptiaSavedObjects(Stream stream, long maxBytes, int maxElementBytes) : IDisposable
{
    /// <summary>How deep an object may be nested.</summary>
    public const int MaxDepth = 512;

    private const int DepthOfItems = 2;
    private const int PeekBytes = 512;

    private readonly InputWindow _input = new(stream, maxBytes, maxElementBytes);
    private JsonReaderState _state = new(new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = MaxDepth + DepthOfItems });
    private int _length;
    private bool _hasBegun;

    /// <summary>The object, until the next one is read.</summary>
    public ReadOnlyMemory<byte> Current => _input.WindowMemory[.._length];

    /// <summary>Where the object begins, or, when reading failed, what cannot be one; in bytes after unpacking.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads up to the end of the next object.</summary>
    /// <returns>False at the end of the data.</returns>
    /// <exception cref="FormatException">Something else stands there, the data is cut off, or a limit was reached. The message shows nothing of the data.</exception>
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
        _length = 0;
        while (_length == 0)
        {
            if (TryTake(out var isEnd))
                continue;
            if (_input.IsFinal)
                return isEnd ? false : throw new FormatException("The data ends in the middle of an object or an array.");
            await _input.ReadMoreAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    public void Dispose() => _input.Dispose();

    /// <summary>Takes an object, or a token of what stands around the objects.</summary>
    /// <param name="isEnd">Whether nothing is left, and everything that was begun has ended.</param>
    /// <returns>False where it is not there as a whole; nothing is taken then.</returns>
    private bool TryTake(out bool isEnd)
    {
        var data = _input.Window;
        var start = data.IndexOfAnyExcept(" \t\r\n,"u8);
        Offset = _input.Position + (start < 0 ? data.Length : start);
        var reader = new Utf8JsonReader(data, isFinalBlock: false, _state);
        isEnd = start < 0 && reader is { CurrentDepth: 0, TokenType: not (JsonTokenType.StartArray or JsonTokenType.StartObject) };
        try
        {
            if (!reader.Read() || !TryTakeToken(ref reader))
                return false;
        }
        catch (JsonException)
        {
            // What the JSON reader says can show a piece of the data.
            throw Malformed();
        }

        _state = reader.CurrentState;
        _input.Consume((int)reader.BytesConsumed - _length);
        return true;
    }

    private static FormatException Malformed() => new($"The data is no valid JSON, or is nested more than {MaxDepth} deep.");

    private bool TryTakeToken(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType, reader.CurrentDepth)
        {
            case (JsonTokenType.StartObject, var depth):
                var start = reader.TokenStartIndex;
                if (depth == 0 ? !TrySkipUnlessPage(ref reader) : !reader.TrySkip())
                    return false;
                var length = reader.TokenType == JsonTokenType.EndObject ? reader.BytesConsumed - start : 0;
                _length = length <= maxElementBytes ? (int)length : throw InputWindow.TooLarge(maxElementBytes);
                return true;
            case (JsonTokenType.PropertyName, _):
                var isItems = reader.IsName("items"u8);
                return reader.Read() && ((isItems && reader.TokenType == JsonTokenType.StartArray) || reader.TrySkip());
            case (JsonTokenType.StartArray, 0) or (JsonTokenType.Null, > 0) or (JsonTokenType.EndArray or JsonTokenType.EndObject, _):
                return true;
            default:
                throw new FormatException("There is another value where an object belongs.");
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
