using System.IO.Compression;

namespace TraceClient;

/// <summary>The bytes of a stream, unpacked where they are compressed, through a window that moves on and grows to what must be there as a whole.</summary>
internal sealed class InputWindow(Stream stream, long maxBytes, int maxElementBytes) : IDisposable
{
    private const int MinSize = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(MinSize);
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
    public static int ByteOrderMarkLength(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;

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
        _unpacked?.Dispose();
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
            read = await _stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
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

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();
}
