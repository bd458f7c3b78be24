namespace TraceClient.Http;

/// <summary>
/// Reads a JSON array element by element, each as soon as its last byte is there. The buffer holds one element,
/// so memory does not grow with the list, and the offset of an error is exact. Elements that are no objects are skipped and counted.
/// </summary>
/// <param name="stream">The body.</param>
/// <param name="readElement">Reads an element.</param>
/// <param name="maxElementBytes">The largest element that is allowed.</param>
/// <param name="maxDepth">The nesting that is allowed.</param>
/// <param name="errors">Makes the exceptions.</param>
/// <param name="listMember">The member that has the array where the body is an object; empty where it must be the array.</param>
internal sealed class JsonArrayReader<T>(
    Stream stream, WireValueReader<T> readElement, long maxElementBytes, int maxDepth, FormatErrors errors, ReadOnlyMemory<byte> listMember = default) : IDisposable
{
    private const int InitialBuffer = 64 * 1024;

    private readonly BodyPreview _preview = new();
    private readonly JsonArrayScanner _scanner = new();
    private readonly WireMemory _memory = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
    private int _kept;
    private int _scanned;
    private int _end;
    private long _bufferOffset;
    private long _index;
    private bool _isAtEnd;
    private bool _isInObject;

    public T Current { get; private set; } = default!;

    /// <summary>Gets how many elements, of the list and of lists in it, were skipped.</summary>
    public int Skipped { get; private set; }

    /// <summary>Gets the size of the buffer now, in bytes.</summary>
    public int BufferSize => _buffer.Length;

    /// <summary>Reads up to the end of the next element; false at the end of the array.</summary>
    /// <exception cref="TraceFormatException">The body is no JSON array of the elements that it should have.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            switch (Scan())
            {
                case JsonArrayStep.Element when Current is not null:
                    return true;
                case JsonArrayStep.Element:
                    Skipped++;
                    break;
                case JsonArrayStep.End:
                    return false;
                default:
                    await FillAsync(cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private string ElementPath => $"$[{_index}]";

    private JsonArrayStep Scan()
    {
        if (_isInObject && _scanner.IsComplete)
            return SkipRest();
        var step = _scanner.Scan(_buffer.AsSpan(_scanned, _end - _scanned), out var consumed);
        _scanned += consumed;
        switch (step)
        {
            case JsonArrayStep.Element:
                TakeElement();
                return step;
            case JsonArrayStep.More when _isAtEnd && _scanner.IsComplete:
                return JsonArrayStep.End;
            case JsonArrayStep.More when _isAtEnd:
                throw Unfinished();
            case JsonArrayStep.More:
                _kept = _scanner.IsInElement ? _kept : _scanned;
                LimitElement(_scanned - _kept);
                return step;
            case JsonArrayStep.ElementStart:
                _kept = _scanned;
                return TryTakeElement() ? JsonArrayStep.Element : Scan();
            default:
                return EnterObject();
        }
    }

    /// <summary>Goes on to the end of the body: what stands behind the list in its object is of no use.</summary>
    private JsonArrayStep SkipRest()
    {
        _kept = _scanned = _end;
        return _isAtEnd ? JsonArrayStep.End : JsonArrayStep.More;
    }

    /// <summary>Finds the list in an object around it.</summary>
    private JsonArrayStep EnterObject()
    {
        if (_isInObject && _scanner.Error == JsonArrayError.Trailing)
            return SkipRest();
        if (listMember.IsEmpty || _isInObject || _scanner.Error != JsonArrayError.NoArray || _buffer[_scanned] != (byte)'{')
            throw Invalid();

        var json = _buffer.AsSpan(_scanned, _end - _scanned);
        var reader = new Utf8JsonReader(json, _isAtEnd, new JsonReaderState(new JsonReaderOptions { MaxDepth = maxDepth }));
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isList = reader.IsName(listMember.Span);
                if (reader.Read() && isList && reader.TokenType == JsonTokenType.StartArray)
                {
                    _isInObject = true;
                    _kept = _scanned += (int)reader.TokenStartIndex;
                    return Scan();
                }

                if (!reader.TrySkip())
                    break;
            }
        }
        catch (JsonException exception)
        {
            var offset = _bufferOffset + _scanned + FormatErrors.OffsetOf(exception, json);
            throw FormatErrors.IsTooDeep(exception) ? errors.TooDeep("$", offset, _preview)
                : _isAtEnd && offset >= _bufferOffset + _end ? errors.Truncated("$", offset, _preview)
                : errors.Malformed("$", offset, _preview);
        }

        _kept = _scanned;
        LimitElement(json.Length);
        return reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 } ? throw Invalid() : JsonArrayStep.More;
    }

    /// <summary>Reads an element that is here as a whole in one pass; of any other one, and of a malformed one, the end is looked for first.</summary>
    private bool TryTakeElement()
    {
        try
        {
            var reader = new WireReader(_buffer.AsSpan(_kept, _end - _kept), isFinal: false, maxDepth, _memory);
            if (!reader.Read() || readElement(ref reader) is var element && reader.IsIncomplete || reader.Consumed > maxElementBytes)
                return false;
            Take(element, in reader);
        }
        catch (JsonException)
        {
            return false;
        }

        _scanner.LeaveElement();
        return true;
    }

    private void TakeElement()
    {
        var json = _buffer.AsSpan(_kept, _scanned - _kept);
        LimitElement(json.Length);
        try
        {
            var reader = new WireReader(json, isFinal: true, maxDepth, _memory);
            reader.Read();
            Take(readElement(ref reader), in reader);
        }
        catch (JsonException exception)
        {
            throw Translate(exception, json);
        }
    }

    private void Take(T? element, ref readonly WireReader reader)
    {
        Current = element!;
        Skipped += reader.Skipped;
        _index++;
        _kept = _scanned = _kept + reader.Consumed;
    }

    private void LimitElement(int length)
    {
        if (length > maxElementBytes)
        {
            // An element without an end is more often a broken one than a large one: the true error helps more.
            ThrowIfMalformed();
            throw errors.ElementTooLarge(ElementPath, maxElementBytes, _bufferOffset + _kept, _preview);
        }
    }

    private void ThrowIfMalformed()
    {
        try
        {
            var reader = new Utf8JsonReader(
                _buffer.AsSpan(_kept, _scanned - _kept),
                isFinalBlock: false,
                new JsonReaderState(new JsonReaderOptions { MaxDepth = maxDepth }));
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            throw Translate(exception, _buffer.AsSpan(_kept, _scanned - _kept));
        }
    }

    private TraceFormatException Translate(JsonException exception, ReadOnlySpan<byte> element)
    {
        var offset = _bufferOffset + _kept + FormatErrors.OffsetOf(exception, element);
        return FormatErrors.IsTooDeep(exception) ? errors.TooDeep(ElementPath, offset, _preview) : errors.Malformed(ElementPath, offset, _preview);
    }

    private TraceFormatException Unfinished()
    {
        if (_scanner.IsInElement)
        {
            ThrowIfMalformed();
        }

        var offset = _bufferOffset + _end;
        return _preview.FirstByte == 0 ? errors.NotJson(_preview) : errors.Truncated(_scanner.IsInElement ? ElementPath : "$", offset, _preview);
    }

    private TraceFormatException Invalid()
    {
        var offset = _bufferOffset + _scanned;
        return _scanner.Error switch
        {
            JsonArrayError.NoArray when !FormatErrors.StartsJson(_preview.FirstByte) => errors.NotJson(_preview),
            JsonArrayError.NoArray => errors.WrongValue(JsonTypeInfoKind.Enumerable, _preview.FirstByte, "$", offset, _preview),
            JsonArrayError.Trailing => errors.Trailing(offset, _preview),
            _ => errors.Malformed(ElementPath, offset, _preview),
        };
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _preview.Add(_buffer.AsSpan(_end, read));
        _end += read;
        _isAtEnd = read == 0;
    }

    private void MakeRoom()
    {
        if (_kept > 0)
        {
            _buffer.AsSpan(_kept, _end - _kept).CopyTo(_buffer);
            _bufferOffset += _kept;
            _scanned -= _kept;
            _end -= _kept;
            _kept = 0;
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(_buffer.Length * 2L, Array.MaxLength));
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}
