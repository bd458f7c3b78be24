using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TraceClient.Http;

/// <summary>
/// Reads a JSON array element by element, each as soon as its last byte is there. The buffer holds one element,
/// so memory does not grow with the list, and the offset of an error is exact. Elements that are null are skipped and counted.
/// </summary>
internal sealed class JsonArrayReader<T>(Stream stream, JsonTypeInfo<T> type, long maxElementBytes, FormatErrors errors) : IDisposable
{
    private const int InitialBuffer = 16 * 1024;

    private readonly BodyPreview _preview = new();
    private readonly JsonArrayScanner _scanner = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
    private int _kept;
    private int _scanned;
    private int _end;
    private long _bufferOffset;
    private long _index;
    private bool _isAtEnd;

    public T Current { get; private set; } = default!;

    /// <summary>Gets how many elements were null.</summary>
    public int Nulls { get; private set; }

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
                    Nulls++;
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
                return Scan();
            default:
                throw Invalid();
        }
    }

    private void TakeElement()
    {
        var element = _buffer.AsSpan(_kept, _scanned - _kept);
        LimitElement(element.Length);
        try
        {
            Current = JsonSerializer.Deserialize(element, type)!;
        }
        catch (JsonException exception)
        {
            throw Translate(exception, element);
        }
        catch (Exception exception) when (FormatErrors.IsOfConverter(exception))
        {
            throw errors.Mismatch(ElementPath, _bufferOffset + _kept, _preview);
        }

        _index++;
        _kept = _scanned;
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
                new JsonReaderState(new JsonReaderOptions { MaxDepth = type.Options.MaxDepth }));
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
        var path = ElementPath + FormatErrors.MaskPath(exception.Path)[1..];
        var offset = _bufferOffset + _kept + OffsetWithin(element, exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
        return FormatErrors.IsSyntax(exception) switch
        {
            true when FormatErrors.IsTooDeep(exception) => errors.TooDeep(path, offset, _preview),
            true => errors.Malformed(path, offset, _preview),
            false when exception.Path is "$" => errors.WrongValue(type.Kind, element[0], path, offset, _preview),
            false => errors.Mismatch(path, offset, _preview),
        };
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

    /// <summary>The serializer counts lines and bytes in a line; the element is still here to turn that into an offset.</summary>
    private static long OffsetWithin(ReadOnlySpan<byte> element, long line, long byteInLine)
    {
        var offset = 0;
        for (; line > 0; line--)
        {
            offset += element[offset..].IndexOf((byte)'\n') + 1;
        }

        return offset + byteInLine;
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
