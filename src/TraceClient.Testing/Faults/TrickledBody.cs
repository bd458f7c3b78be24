namespace TraceClient.Testing;

/// <summary>Sends a few bytes at a time.</summary>
internal sealed class TrickledBody(Stream inner, int bytes, TimeSpan pause, TimeProvider time) : AlteredBody(inner)
{
    protected override async ValueTask AlterAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
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
