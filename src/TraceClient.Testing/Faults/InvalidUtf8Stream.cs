namespace TraceClient.Testing;

/// <summary>Inserts bytes that are not UTF-8 into the first string value.</summary>
internal sealed class InvalidUtf8Stream(Stream inner) : ModifiedBodyStream(inner)
{
    private static readonly byte[] InvalidBytes = [0xFF, 0xC0, 0xAF];
    private bool _isAfterColon;
    private bool _isDone;

    protected override async ValueTask ModifyAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        var at = _isDone ? -1 : AfterQuote(piece.Span);
        if (at >= 0)
        {
            await Inner.WriteAsync(piece[..at], cancellationToken).ConfigureAwait(false);
            await Inner.WriteAsync(InvalidBytes, cancellationToken).ConfigureAwait(false);
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
