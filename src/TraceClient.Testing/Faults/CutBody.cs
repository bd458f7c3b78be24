namespace TraceClient.Testing;

/// <summary>Ends after n bytes and announces one more, so that the client can tell.</summary>
internal sealed class CutBody(Stream inner, long bytes) : AlteredBody(inner)
{
    private long _left = bytes;
    private readonly long _bytes = bytes;

    protected override long? AnnouncedLength => _bytes + 1;

    protected override async ValueTask AlterAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        if (_bytes == 0)
            await Response!.StartAsync(cancellationToken).ConfigureAwait(false);
        var part = piece[..(int)Math.Min(_left, piece.Length)];
        await Inner.WriteAsync(part, cancellationToken).ConfigureAwait(false);
        _left -= part.Length;
        if (_left > 0)
            return;
        await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        throw new BodyEndedException();
    }
}
