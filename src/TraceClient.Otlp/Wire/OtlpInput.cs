using System.Buffers;

namespace TraceClient.Otlp;

/// <summary>The bytes of a stream through a window that moves on and grows to what must be there as a whole.</summary>
internal sealed class OtlpInput(Stream stream, long maxBytes, int maxElementBytes) : IDisposable
{
    private const int MinSize = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(MinSize);
    private int _start;
    private int _end;

    /// <summary>How many bytes were consumed.</summary>
    public long Position { get; private set; }

    /// <summary>True when nothing comes behind the window.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>What is there and not consumed.</summary>
    public ReadOnlySpan<byte> Window => _bytes.AsSpan(_start, _end - _start);

    public static FormatException TooLarge(int maxElementBytes) =>
        new($"A single span, resource or scope has more than the {maxElementBytes} bytes that are allowed.");

    public void Consume(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>Reads on until so many bytes are there, or the stream ends.</summary>
    /// <returns>True when they are there.</returns>
    /// <exception cref="FormatException">A limit was reached.</exception>
    public async ValueTask<bool> FillAsync(long count, CancellationToken cancellationToken)
    {
        if (count > maxElementBytes)
            throw TooLarge(maxElementBytes);
        while (_end - _start < count && !IsFinal)
            await ReadAsync((int)count, cancellationToken).ConfigureAwait(false);
        return _end - _start >= count;
    }

    /// <summary>Reads on: at least one more byte, if there is one.</summary>
    /// <exception cref="FormatException">A limit was reached.</exception>
    public async ValueTask ReadMoreAsync(CancellationToken cancellationToken)
    {
        // Who could not use what is there looks at it anew: twice as much each time, so that this does not go on and on.
        var length = (long)_end - _start;
        if (!IsFinal)
            await FillAsync(Math.Max(length + 1, Math.Min(length * 2, maxElementBytes)), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private async ValueTask ReadAsync(int count, CancellationToken cancellationToken)
    {
        MakeRoom(count);
        int read;
        try
        {
            read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException fault)
        {
            throw new FormatException("The compressed data is damaged.", fault);
        }

        _end += read;
        IsFinal = read == 0;
        if (Position + (_end - _start) > maxBytes)
            throw new FormatException($"The data has more than the {maxBytes} bytes that are allowed.");
    }

    private void MakeRoom(int count)
    {
        var length = _end - _start;
        if (_bytes.Length - _start >= count && _end < _bytes.Length)
            return;

        // Twice the size each time, so that what is waited for is not copied over and over.
        var target = length * 2L > _bytes.Length || count > _bytes.Length
            ? ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(count, _bytes.Length * 2L)))
            : _bytes;
        _bytes.AsSpan(_start, length).CopyTo(target);
        if (target != _bytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = target;
        }

        (_start, _end) = (0, length);
    }
}
