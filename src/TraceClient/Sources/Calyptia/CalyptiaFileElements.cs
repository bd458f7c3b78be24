using System.Buffers;

namespace TraceClient.Calyptia;

/// <summary>Splits a stream into the JSON objects that stand in it, whatever arrays and white space are around them.</summary>
internal sealed class CalyptiaFileElements(Stream input, int maxBytes) : IDisposable
{
    private const int MinSize = 64 * 1024;
    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t\r\n[],"u8);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(MinSize);
    private int _start;
    private int _end;
    private long _consumed;
    private bool _isFinal;
    private bool _hasBegun;

    /// <summary>The object, valid until the next one.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>How many bytes stand before it.</summary>
    public long Offset { get; private set; }

    /// <summary>Goes on to the next object; false at the end.</summary>
    /// <exception cref="TraceFormatException">Something else stands where an object should, it is cut off, or too large.</exception>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        Skip(Current.Length);
        Current = default;
        if (!await FindStartAsync(cancellationToken).ConfigureAwait(false))
            return false;

        var scan = default(Scan);
        while (true)
        {
            scan.Run(_buffer.AsSpan(_start, _end - _start));
            if (scan.IsComplete)
                break;
            if (_isFinal)
                throw Error("The last object is cut off.");
            if (_end - _start >= maxBytes)
                throw Error($"A single object has more than the {maxBytes} bytes that are allowed.");
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        if (scan.Position > maxBytes)
            throw Error($"A single object has more than the {maxBytes} bytes that are allowed.");
        Current = _buffer.AsMemory(_start, scan.Position);
        Offset = _consumed;
        return true;
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private async ValueTask<bool> FindStartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!_hasBegun && (_end - _start >= 3 || _isFinal))
            {
                _hasBegun = true;
                if (_buffer.AsSpan(_start, _end - _start).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
                    Skip(3);
            }

            if (_hasBegun)
            {
                var window = _buffer.AsSpan(_start, _end - _start);
                var first = window.IndexOfAnyExcept(Between);
                Skip(first < 0 ? window.Length : first);
                if (first >= 0)
                    return _buffer[_start] == (byte)'{' ? true : throw Error("Something else stands where a JSON object should.");
            }

            if (_isFinal)
                return false;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Skip(int count)
    {
        _start += count;
        _consumed += count;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var length = _end - _start;
        if (length == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, _buffer.Length * 2L));
            _buffer.AsSpan(_start, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, length).CopyTo(_buffer);
        }

        (_start, _end) = (0, length);
        var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        _isFinal = read == 0;
    }

    private TraceFormatException Error(string message) => new(message)
    {
        SourceName = SourceNames.Calyptia,
        Operation = "ReadFile",
        ByteOffset = _consumed,
    };

    /// <summary>Looks for the end of an object, and goes on where it stopped when more is there.</summary>
    private struct Scan
    {
        private int _depth;
        private bool _isText;

        public int Position { get; private set; }

        public bool IsComplete { get; private set; }

        public void Run(ReadOnlySpan<byte> json)
        {
            while (Position < json.Length && !IsComplete)
            {
                var next = json[Position];
                if (_isText && next == (byte)'\\')
                {
                    // What is escaped may not be there yet.
                    if (Position + 1 == json.Length)
                        return;
                    Position++;
                }
                else if (next == (byte)'"')
                {
                    _isText = !_isText;
                }
                else if (!_isText && (next is (byte)'{' or (byte)'['))
                {
                    _depth++;
                }
                else if (!_isText && (next is (byte)'}' or (byte)']'))
                {
                    IsComplete = --_depth == 0;
                }

                Position++;
            }
        }
    }
}
