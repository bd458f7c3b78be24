namespace TraceClient.Testing;

/// <summary>Inserts a byte that is invalid outside of JSON strings.</summary>
internal sealed class InvalidJsonStream(Stream inner, long at) : ModifiedBodyStream(inner)
{
    private static readonly byte[] InvalidByte = [(byte)'~'];
    private long _passed;
    private bool _isDone;

    public override async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (!_isDone)
            await Inner.WriteAsync(InvalidByte, cancellationToken).ConfigureAwait(false);
    }

    protected override async ValueTask ModifyAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        if (!_isDone && at <= _passed + piece.Length)
        {
            var before = (int)(at - _passed);
            await Inner.WriteAsync(piece[..before], cancellationToken).ConfigureAwait(false);
            await Inner.WriteAsync(InvalidByte, cancellationToken).ConfigureAwait(false);
            (piece, _isDone) = (piece[before..], true);
        }

        await Inner.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        _passed += piece.Length;
    }
}
