namespace TraceClient.Http;

/// <summary>A body on its way to the serializer: counted, limited, and with what an exception needs to name a position.</summary>
internal sealed class BodyStream(Stream inner, long maxBytes, FormatErrors errors) : ReadingStream
{
    // The serializer reads ahead by its own buffer; an error lies in there, so older lines need not be kept.
    private const int MaxLines = 1 << 16;

    private readonly List<long> _lineStarts = [];
    private long _firstKeptLine = 1;

    public BodyPreview Preview { get; } = new();

    /// <summary>How many bytes came so far.</summary>
    public long Count { get; private set; }

    /// <summary>True while the inner stream is read, and for good once that has failed: such an exception is not the serializer's.</summary>
    public bool IsReading { get; private set; }

    /// <summary>True once the inner stream has ended.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>The byte offset of a place that the serializer names by line and byte; null when the line is no longer known.</summary>
    public long? OffsetOf(long? line, long? byteInLine)
    {
        if (line is not { } number || byteInLine is not { } rest)
        {
            return null;
        }

        if (number == 0)
        {
            return rest + (Preview.HasByteOrderMark ? 3 : 0);
        }

        var index = number - _firstKeptLine;
        return index >= 0 && index < _lineStarts.Count ? _lineStarts[(int)index] + rest : null;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        IsReading = true;
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        IsReading = false;
        Take(buffer.Span[..read]);
        return read;
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        IsAtEnd |= bytes.IsEmpty;
        Preview.Add(bytes);
        AddLines(bytes);
        Count += bytes.Length;
        if (Count > maxBytes)
        {
            throw errors.BodyTooLarge(maxBytes, Preview);
        }
    }

    private void AddLines(ReadOnlySpan<byte> bytes)
    {
        var offset = Count;
        for (var index = bytes.IndexOf((byte)'\n'); index >= 0; index = bytes.IndexOf((byte)'\n'))
        {
            offset += index + 1;
            bytes = bytes[(index + 1)..];
            if (_lineStarts.Count == MaxLines)
            {
                _lineStarts.RemoveRange(0, MaxLines / 2);
                _firstKeptLine += MaxLines / 2;
            }

            _lineStarts.Add(offset);
        }
    }
}
