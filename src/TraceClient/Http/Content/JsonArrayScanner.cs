namespace TraceClient.Http;

/// <summary>
/// Finds where the elements of a JSON array begin and end, in one pass over bytes that come in any portions. It looks at
/// brackets, commas and quotes only: whether an element is valid is for the serializer to say.
/// </summary>
internal sealed class JsonArrayScanner
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);

    private Place _place;
    private int _depth;
    private int _markBytes;

    private enum Place
    {
        BeforeArray,
        BeforeFirst,
        BeforeElement,
        InElement,
        InString,
        InEscape,
        AfterElement,
        AfterArray,
    }

    /// <summary>True when bytes of an element have been consumed and its end has not.</summary>
    public bool IsInElement => _place is Place.InElement or Place.InString or Place.InEscape;

    /// <summary>True after the closing bracket.</summary>
    public bool IsComplete => _place is Place.AfterArray;

    public JsonArrayError Error { get; private set; }

    /// <summary>Goes on behind an element that was read as a whole.</summary>
    public void LeaveElement() => _place = Place.AfterElement;

    /// <summary>Goes on over the next bytes of the body.</summary>
    /// <param name="bytes">Bytes that directly follow those consumed before.</param>
    /// <param name="consumed">How many of them are dealt with; the others are to be passed again.</param>
    public JsonArrayStep Scan(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        while (consumed < bytes.Length)
        {
            var step = IsInElement ? ScanElement(bytes, ref consumed) : ScanFrame(bytes[consumed], ref consumed);
            if (step is not JsonArrayStep.More)
            {
                return step;
            }
        }

        return JsonArrayStep.More;
    }

    private JsonArrayStep ScanFrame(byte next, ref int consumed)
    {
        if (next is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            consumed++;
            return JsonArrayStep.More;
        }

        switch (_place)
        {
            case Place.BeforeArray when next == '[':
                return Move(Place.BeforeFirst, ref consumed);
            case Place.BeforeArray when _markBytes < 3 && next == "\uFEFF"u8[_markBytes]:
                _markBytes++;
                return Move(Place.BeforeArray, ref consumed);
            case Place.BeforeFirst or Place.AfterElement when next == ']':
                return Move(Place.AfterArray, ref consumed);
            case Place.AfterElement when next == ',':
                return Move(Place.BeforeElement, ref consumed);
            case Place.BeforeFirst or Place.BeforeElement when next is not ((byte)',' or (byte)']' or (byte)'}'):
                _place = Place.InElement;
                return JsonArrayStep.ElementStart;
            default:
                Error = _place switch
                {
                    Place.BeforeArray => JsonArrayError.NoArray,
                    Place.AfterArray => JsonArrayError.Trailing,
                    _ => JsonArrayError.Malformed,
                };
                return JsonArrayStep.Invalid;
        }
    }

    private JsonArrayStep Move(Place place, ref int consumed)
    {
        _place = place;
        consumed++;
        return JsonArrayStep.More;
    }

    private JsonArrayStep ScanElement(ReadOnlySpan<byte> bytes, ref int consumed)
    {
        if (_place is Place.InEscape)
        {
            return Move(Place.InString, ref consumed);
        }

        var index = bytes[consumed..].IndexOfAny(_place is Place.InString ? StringEnd : Structure);
        if (index < 0)
        {
            consumed = bytes.Length;
            return JsonArrayStep.More;
        }

        consumed += index;
        return (_place, bytes[consumed]) switch
        {
            (Place.InString, (byte)'\\') => Move(Place.InEscape, ref consumed),
            (Place.InString, _) => Close(ref consumed),
            (_, var next) => ScanStructure(next, ref consumed),
        };
    }

    private JsonArrayStep ScanStructure(byte next, ref int consumed)
    {
        switch (next)
        {
            case (byte)'"':
                return Move(Place.InString, ref consumed);
            case (byte)'{' or (byte)'[':
                _depth++;
                return Move(Place.InElement, ref consumed);
            case (byte)'}' or (byte)']' when _depth > 0:
                _depth--;
                return Close(ref consumed);
            case (byte)',' when _depth > 0:
                return Move(Place.InElement, ref consumed);
            default:
                _place = Place.AfterElement;
                return JsonArrayStep.Element;
        }
    }

    /// <summary>Consumes the last byte of an object, an array or a string. Such an element ends there, without a look at what follows.</summary>
    private JsonArrayStep Close(ref int consumed)
    {
        consumed++;
        _place = _depth == 0 ? Place.AfterElement : Place.InElement;
        return _depth == 0 ? JsonArrayStep.Element : JsonArrayStep.More;
    }
}

/// <summary>Where a <see cref="JsonArrayScanner"/> stands after a run over bytes.</summary>
internal enum JsonArrayStep
{
    /// <summary>All bytes are consumed and more are needed.</summary>
    More,

    /// <summary>The next byte is the first of an element.</summary>
    ElementStart,

    /// <summary>The last byte consumed is the last one of an element.</summary>
    Element,

    /// <summary>The array and the body have ended.</summary>
    End,

    /// <summary>The next byte cannot stand there.</summary>
    Invalid,
}

/// <summary>What is wrong with the frame of a JSON array.</summary>
internal enum JsonArrayError
{
    None,

    /// <summary>The body does not start with a bracket.</summary>
    NoArray,

    /// <summary>Between the brackets stands something that is neither an element nor a comma.</summary>
    Malformed,

    /// <summary>Something stands after the closing bracket.</summary>
    Trailing,
}
