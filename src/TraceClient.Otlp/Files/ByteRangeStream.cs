using TraceClient.Http;

namespace TraceClient.Otlp;

/// <summary>A part of a stream that can seek; the stream stays open.</summary>
internal sealed class ByteRangeStream : ReadingStream
{
    private readonly Stream _whole;
    private long _left;

    public ByteRangeStream(Stream whole, long start, long length)
    {
        (_whole, _left) = (whole, length);
        whole.Position = start;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _whole.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        _left -= read;
        return read;
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();
}
