using System.IO.Compression;

namespace TraceClient;

/// <summary>The bytes of a stream, unpacked where they are compressed, through
/// a window that moves on and grows to what must be there as a whole.</summary>
/// <param name="stream">The stream, which stays open.</param>
/// <param name="maxBytes">How much it may hold.</param>
/// <param name="maxElementBytes">How much may have to be there as a whole.</param>
/// <param name="size">The size of the window at first.</param>
internal sealed class InputWindow(Stream stream, long maxBytes, int maxElementBytes, int size = 64 * 1024) : IDisposable
{
    public const int MarkLength = 3;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(size);
    private int _start;
    private int _end;
    private Stream _stream = stream;
    private GZipStream? _unpacked;

    /// <summary>True where the data was compressed.</summary>
    public bool IsUnpacked => _unpacked is not null;

    /// <summary>How many bytes were consumed, after unpacking.</summary>
    public long Position { get; private set; }

    /// <summary>True when nothing comes behind the window.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>What is there and not consumed.</summary>
    public ReadOnlySpan<byte> Window => _bytes.AsSpan(_start, _end - _start);

    /// <summary>The same, for as long as nothing more is read.</summary>
    public ReadOnlyMemory<byte> WindowMemory => _bytes.AsMemory(_start, _end - _start);

    /// <summary>How long the byte order mark is that the data begins with; 0 where there is none.</summary>
    public static int ByteOrderMarkLength(ReadOnlySpan<byte> start) => start.StartsWith(Encoding.UTF8.Preamble) ? MarkLength : 0;

    public static FormatException TooLarge(int maxElementBytes) =>
        new($"A single element has more than the {maxElementBytes} bytes that are allowed.");

    /// <summary>Reads the first bytes, to be called once at the start: from here on gzip is unpacked.</summary>
    /// <param name="count">How many bytes shall be there, if the data has so many.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FormatException">A limit was reached.</exception>
    public async ValueTask BeginAsync(int count, CancellationToken cancellationToken)
    {
        count = Math.Min(count, maxElementBytes);
        await FillAsync(count, cancellationToken).ConfigureAwait(false);
        if (!Window.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return;

        _unpacked = new GZipStream(new PrefixedStream(Window.ToArray(), _stream), CompressionMode.Decompress);
        (_stream, _start, _end, IsFinal) = (_unpacked, 0, 0, false);
        await FillAsync(count, cancellationToken).ConfigureAwait(false);
    }

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
        {
            MakeRoom((int)count);
            try
            {
                var read = await _stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
                (_end, IsFinal) = (_end + read, read == 0);
            }
            catch (InvalidDataException exception)
            {
                throw new FormatException("The compressed data is damaged.", exception);
            }

            if (Position + (_end - _start) > maxBytes)
                throw new FormatException($"The data has more than the {maxBytes} bytes that are allowed.");
        }

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
        _unpacked?.Dispose();
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void MakeRoom(int count)
    {
        // Twice the size each time, so that what is waited for is not copied over and over.
        var old = _bytes;
        if (count > old.Length)
            _bytes = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(count, old.Length * 2L)));
        old.AsSpan(_start, _end - _start).CopyTo(_bytes);
        if (_bytes != old)
            ArrayPool<byte>.Shared.Return(old);
        (_start, _end) = (0, _end - _start);
    }
}

/// <summary>Bytes that were read ahead, and then the stream behind them, which stays open.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadingStream
{
    private ReadOnlyMemory<byte> _prefix = prefix;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(_prefix.Length, buffer.Length);
        if (count == 0)
            return await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _prefix[..count].CopyTo(buffer);
        _prefix = _prefix[count..];
        return count;
    }
}
