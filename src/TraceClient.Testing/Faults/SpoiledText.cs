namespace TraceClient.Testing;

/// <summary>Puts bytes that are no UTF-8 into the first text that is a value.</summary>
internal sealed class SpoiledText(Stream inner) : AlteredBody(inner)
{
    private static readonly byte[] Spoiler = [0xFF, 0xC0, 0xAF];
    private bool _isAfterColon;
    private bool _isDone;

    protected override async ValueTask AlterAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        var at = _isDone ? -1 : AfterQuote(piece.Span);
        if (at >= 0)
        {
            await Inner.WriteAsync(piece[..at], cancellationToken).ConfigureAwait(false);
            await Inner.WriteAsync(Spoiler, cancellationToken).ConfigureAwait(false);
            (piece, _isDone) = (piece[at..], true);
        }

        await Inner.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
    }

    private int AfterQuote(ReadOnlySpan<byte> piece)
    {
        for (var at = 0; at < piece.Length; at++)
        {
            if (_isAfterColon && piece[at] == (byte)'"')
                return at + 1;
            if (piece[at] is not ((byte)' ' or (byte)'\n'))
                _isAfterColon = piece[at] == (byte)':';
        }

        return -1;
    }
}
