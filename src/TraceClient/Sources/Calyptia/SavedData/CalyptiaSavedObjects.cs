namespace TraceClient.Calyptia;

/// <summary>
/// Finds the objects in saved Calyptia data, each as the bytes it came in: arrays of them as the API and Tap make them, the pages
/// of the vendor's CLI, one object a line, objects run together; with gzip or without. One object is needed as a whole.
/// </summary>
internal sealed class CalyptiaSavedObjects(Stream stream, long maxBytes, int maxElementBytes) : IDisposable
{
    /// <summary>How deep an object may be nested.</summary>
    public const int MaxDepth = 512;

    private const int Frame = 2;
    private const int PeekBytes = 512;

    private static readonly JsonReaderOptions ReaderOptions = new() { AllowMultipleValues = true, MaxDepth = MaxDepth + Frame };

    private readonly InputWindow _input = new(stream, maxBytes, maxElementBytes);
    private JsonReaderState _state = new(ReaderOptions);
    private Place _place;
    private int _length;
    private bool _hasBegun;

    private enum Place
    {
        Outside,
        Array,
        Page,
        Items,
    }

    private enum Step
    {
        NeedsMore,
        Frame,
        Object,
        End,
    }

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
        while (true)
        {
            switch (Find())
            {
                case Step.Object:
                    return true;
                case Step.End:
                    return false;
                default:
                    await _input.ReadMoreAsync(cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    public void Dispose() => _input.Dispose();

    private Step Find()
    {
        var data = _input.Window;
        Offset = _input.Position + LengthOfFrame(data);
        if (_input.IsFinal && _place == Place.Outside && data.TrimStart(" \t\r\n"u8).IsEmpty)
            return Step.End;

        var reader = new Utf8JsonReader(data, _input.IsFinal, _state);
        while (true)
        {
            var before = reader;
            var step = Take(ref reader, data);
            if (step == Step.Frame)
                continue;
            if (step == Step.NeedsMore)
                reader = before;
            _state = reader.CurrentState;
            _input.Consume((int)reader.BytesConsumed - _length);
            if (step == Step.NeedsMore && _input.IsFinal && _place == Place.Outside)
                return Step.End;
            return step;
        }
    }

    private Step Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        var begin = (int)reader.BytesConsumed;
        begin += LengthOfFrame(data[begin..]);
        Offset = _input.Position + begin;
        try
        {
            if (!reader.Read())
                return Step.NeedsMore;
            return TakeToken(ref reader);
        }
        catch (JsonException)
        {
            throw Malformed(data[begin..]);
        }
    }

    private Step TakeToken(ref Utf8JsonReader reader)
    {
        switch (_place, reader.TokenType)
        {
            case (Place.Outside, JsonTokenType.StartObject):
                return TakeObjectOrPage(ref reader);
            case (Place.Array or Place.Items, JsonTokenType.StartObject):
                var start = reader.TokenStartIndex;
                return reader.TrySkip() ? Found(reader.BytesConsumed - start) : Step.NeedsMore;
            case (Place.Outside, JsonTokenType.StartArray):
                return Move(Place.Array);
            case (Place.Page, JsonTokenType.PropertyName):
                return TakeMemberOfPage(ref reader);
            case (Place.Array or Place.Page, JsonTokenType.EndArray or JsonTokenType.EndObject):
                return Move(Place.Outside);
            case (Place.Items, JsonTokenType.EndArray):
                return Move(Place.Page);
            case (Place.Array or Place.Items, JsonTokenType.Null):
                return Step.Frame;
            default:
                throw new FormatException("There is another value where an object belongs.");
        }
    }

    /// <summary>Only the names of its members tell a page from a record.</summary>
    private Step TakeObjectOrPage(ref Utf8JsonReader reader)
    {
        var start = reader.TokenStartIndex;
        var inside = reader;
        while (inside.Read())
        {
            if (inside.TokenType == JsonTokenType.EndObject)
            {
                reader = inside;
                return Found(reader.BytesConsumed - start);
            }

            var isItems = inside.IsName("items"u8);
            if (!inside.Read())
                break;
            if (isItems && inside.TokenType is JsonTokenType.StartArray or JsonTokenType.Null)
                return Move(Place.Page);
            if (!inside.TrySkip())
                break;
        }

        return Step.NeedsMore;
    }

    private Step TakeMemberOfPage(ref Utf8JsonReader reader)
    {
        var isItems = reader.IsName("items"u8);
        if (!reader.Read())
            return Step.NeedsMore;
        if (isItems && reader.TokenType == JsonTokenType.StartArray)
            return Move(Place.Items);
        return reader.TrySkip() ? Step.Frame : Step.NeedsMore;
    }

    private Step Move(Place place)
    {
        _place = place;
        return Step.Frame;
    }

    private Step Found(long length)
    {
        if (length > maxElementBytes)
            throw InputWindow.TooLarge(maxElementBytes);
        _length = (int)length;
        return Step.Object;
    }

    private FormatException Malformed(ReadOnlySpan<byte> rest) => new(_input.IsFinal && IsCutOff(rest)
        ? "The data ends in the middle of an object or an array."
        : $"The data is no valid JSON, or is nested more than {MaxDepth} deep.");

    /// <summary>What stands between two elements.</summary>
    private static int LengthOfFrame(ReadOnlySpan<byte> data) => data.IndexOfAnyExcept(" \t\r\n,"u8) is >= 0 and var length ? length : data.Length;

    /// <summary>True when the rest of the data would be good if more came behind it.</summary>
    private static bool IsCutOff(ReadOnlySpan<byte> rest)
    {
        try
        {
            var reader = new Utf8JsonReader(rest, isFinalBlock: false, new JsonReaderState(ReaderOptions));
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
