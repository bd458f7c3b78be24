using TraceClient.Http;

namespace TraceClient;

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
