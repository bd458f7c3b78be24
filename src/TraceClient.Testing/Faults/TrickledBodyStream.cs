namespace TraceClient.Testing;

/// <summary>Sends a body a few bytes at a time.</summary>
internal sealed class TrickledBodyStream(Stream inner, int bytes, TimeSpan pause, TimeProvider time) : ModifiedBodyStream(inner)
{
    protected override async ValueTask ModifyAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        for (var at = 0; at < piece.Length; at += bytes)
        {
            await Inner.WriteAsync(piece.Slice(at, Math.Min(bytes, piece.Length - at)), cancellationToken).ConfigureAwait(false);
            await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
