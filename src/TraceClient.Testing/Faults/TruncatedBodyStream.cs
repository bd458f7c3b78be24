namespace TraceClient.Testing;

/// <summary>Ends a body after a number of bytes; <c>Content-Length</c> is one more, so that the client can detect it.</summary>
internal sealed class TruncatedBodyStream(Stream inner, long bytes) : ModifiedBodyStream(inner)
{
    private long _left = bytes;
    private readonly long _bytes = bytes;

    protected override long? ContentLength => _bytes + 1;

    protected override async ValueTask ModifyAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        if (_bytes == 0)
            await Response!.StartAsync(cancellationToken).ConfigureAwait(false);
        var part = piece[..(int)Math.Min(_left, piece.Length)];
        await Inner.WriteAsync(part, cancellationToken).ConfigureAwait(false);
        _left -= part.Length;
        if (_left > 0)
            return;
        await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        throw new TruncatedBodyException();
    }
}
