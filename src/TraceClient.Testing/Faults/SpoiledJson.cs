namespace TraceClient.Testing;

/// <summary>Puts a byte in that JSON has nowhere outside of texts.</summary>
internal sealed class SpoiledJson(Stream inner, long at) : AlteredBody(inner)
{
    private static readonly byte[] Spoiler = [(byte)'~'];
    private long _passed;
    private bool _isDone;

    public override async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (!_isDone)
            await Inner.WriteAsync(Spoiler, cancellationToken).ConfigureAwait(false);
    }

    protected override async ValueTask AlterAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        if (!_isDone && at <= _passed + piece.Length)
        {
            var before = (int)(at - _passed);
            await Inner.WriteAsync(piece[..before], cancellationToken).ConfigureAwait(false);
            await Inner.WriteAsync(Spoiler, cancellationToken).ConfigureAwait(false);
            (piece, _isDone) = (piece[before..], true);
        }

        await Inner.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        _passed += piece.Length;
    }
}
