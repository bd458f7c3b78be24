namespace TraceClient.Http;

/// <summary>
/// Reads a JSON array element by element, each as soon as its last byte is there. The buffer holds one element,
/// so memory does not grow with the list, and the offset of an error is exact. Elements that are not objects are skipped and counted.
/// </summary>
/// <param name="stream">The body: the array, or an object that has it as the source's <see cref="SourceHttpSettings.ListMember"/>.</param>
/// <param name="readElement">Reads an element.</param>
/// <param name="context">The request, its response and the limits.</param>
internal sealed class JsonArrayReader<T>(Stream stream, WireValueReader<T> readElement, ResponseContext context) : IDisposable
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);

    private readonly InputWindow _input = new(stream, long.MaxValue, int.MaxValue);
    private readonly FormatErrors _errors = new(context);
    private readonly LimitOptions _limits = context.Settings.Options.Limits;
    private readonly WireMemory _memory = new();
    private Place _place;
    private long _index;
    private bool _isInObject;

    // Where the search for the end of an element stands that did not come as a whole.
    private (bool IsOn, int Length, int Depth, bool IsInString) _search;

    private enum Place { BeforeArray, BeforeFirst, BeforeElement, AfterElement, AfterArray }

    private enum Step { Frame, More, Element, End }

    public T Current { get; private set; } = default!;

    /// <summary>Gets how many elements, of the list and of lists in it, were skipped.</summary>
    public int Skipped { get; private set; }

    /// <summary>Reads up to the end of the next element; false at the end of the array.</summary>
    /// <exception cref="TraceFormatException">The body is not a JSON array of the expected elements.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            switch (Scan())
            {
                case Step.Element:
                    return true;
                case Step.End:
                    return false;
                case Step.More when _input.IsFinal:
                    throw _place == Place.BeforeArray ? _errors.NotJson()
                        : _errors.Truncated(_input.Window.IsEmpty ? "$" : ElementPath, _input.Position + _input.Window.Length);
                case Step.More:
                    var length = _input.Window.Length;
                    var needed = Math.Max(length + 1, _input.Position == 0 ? InputWindow.MarkLength : 0);
                    await _input.FillAsync(needed, cancellationToken).ConfigureAwait(false);
                    _errors.With(_input.Window[length..]);
                    break;
            }
        }
    }

    public void Dispose() => _input.Dispose();

    private string ElementPath => $"$[{_index}]";

    private TraceFormatException NoList(char first) => _errors.WrongValue(isList: true, first, _input.Position);

    private Step Scan()
    {
        var blanks = _input.Window.IndexOfAnyExcept(" \t\r\n"u8);
        _input.Consume(blanks < 0 ? _input.Window.Length : blanks);
        if (blanks < 0)
            return _input.IsFinal && _place == Place.AfterArray ? Step.End : Step.More;

        var window = _input.Window;
        return (_place, (char)window[0]) switch
        {
            (Place.BeforeFirst or Place.BeforeElement, not (',' or ']' or '}')) => ReadElement(window),
            (Place.AfterElement, ',') => Move(Place.BeforeElement),
            (Place.AfterElement or Place.BeforeFirst, ']') => Move(Place.AfterArray),
            (Place.BeforeArray, '[') => Move(Place.BeforeFirst),
            (Place.BeforeArray, '{') when !context.Settings.ListMember.IsEmpty => EnterObject(window),
            (Place.BeforeArray, _) when _input.Position == 0 && InputWindow.ByteOrderMarkLength(window) > 0 =>
                Move(Place.BeforeArray, InputWindow.MarkLength),
            (Place.BeforeArray, var first) when BodyPreview.StartsJson(first) => throw NoList(first),
            (Place.BeforeArray, _) => throw _errors.NotJson(),

            // What stands behind the list in its object is of no use.
            (Place.AfterArray, _) when _isInObject => Move(Place.AfterArray, window.Length),
            (Place.AfterArray, _) => throw _errors.Trailing(_input.Position),
            _ => throw _errors.Malformed(ElementPath, _input.Position),
        };
    }

    private Step Move(Place place, int count = 1)
    {
        _place = place;
        _input.Consume(count);
        return Step.Frame;
    }

    /// <summary>Finds the list in an object around it.</summary>
    private Step EnterObject(ReadOnlySpan<byte> window)
    {
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = _limits.MaxJsonDepth });
        var reader = new Utf8JsonReader(window, _input.IsFinal, state);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isList = reader.IsName(context.Settings.ListMember.Span);
                _isInObject = isList && reader.Read() && reader.TokenType == JsonTokenType.StartArray;
                if (_isInObject)
                    return Move(Place.BeforeArray, (int)reader.TokenStartIndex);
                if (!reader.TrySkip())
                    break;
            }
        }
        catch (JsonException exception)
        {
            throw _errors.From(exception, window, _input.Position, _input.IsFinal);
        }

        if (window.Length > _limits.MaxElementBytes)
            throw _errors.ElementTooLarge(ElementPath, _input.Position);
        return reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 } ? throw NoList('{') : Step.More;
    }

    /// <summary>Reads an element that is here as a whole in one pass; of any other one the end is found first.</summary>
    private Step ReadElement(ReadOnlySpan<byte> window)
    {
        var isTooLarge = window.Length > _limits.MaxElementBytes;
        if ((!_search.IsOn || FindEnd(window) || isTooLarge || _input.IsFinal) && TryReadElement(window))
            return Current is null ? Step.Frame : Step.Element;
        _search.IsOn = true;
        return isTooLarge ? throw _errors.ElementTooLarge(ElementPath, _input.Position) : Step.More;
    }

    private bool TryReadElement(ReadOnlySpan<byte> window)
    {
        var reader = new WireReader(window, isFinal: false, _limits.MaxJsonDepth, _memory);
        try
        {
            if (reader.Read())
                Current = readElement(ref reader)!;
        }
        catch (JsonException exception)
        {
            throw _errors.From(exception, window, _input.Position, isFinal: false, ElementPath);
        }

        if (reader.IsIncomplete)
            return false;
        if (reader.Consumed > _limits.MaxElementBytes)
            throw _errors.ElementTooLarge(ElementPath, _input.Position);
        Skipped += reader.Skipped + (Current is null ? 1 : 0);
        _index++;
        _search = default;
        Move(Place.AfterElement, reader.Consumed);
        return true;
    }

    /// <summary>Searches for the end by brackets and quotes only, at each byte once: an element may come in very many portions.</summary>
    private bool FindEnd(ReadOnlySpan<byte> window)
    {
        ref var search = ref _search;
        while (search.Length < window.Length)
        {
            var index = window[search.Length..].IndexOfAny(search.IsInString ? StringEnd : Structure);
            search.Length = index < 0 ? window.Length : search.Length + index + 1;
            if (index < 0)
                break;
            switch ((char)window[search.Length - 1])
            {
                case '\\':
                    search.Length++;
                    continue;
                case '"':
                    search.IsInString = !search.IsInString;
                    break;
                case '{' or '[':
                    search.Depth++;
                    break;
                case '}' or ']':
                    search.Depth--;
                    break;
            }

            if (search is { Depth: <= 0, IsInString: false })
                return true;
        }

        return false;
    }
}
