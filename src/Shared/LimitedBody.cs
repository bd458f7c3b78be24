namespace TraceClient.Http;

/// <summary>Reads the start of a body that helps to understand a response, in bounded memory and bounded time.</summary>
internal static class LimitedBody
{
    /// <summary>The number of bytes that are read of the body of an error.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Reads up to 64 KB. Of a body that breaks off or stalls it
    /// returns what could be read: the status is the better error.</summary>
    public static async Task<byte[]> ReadAsync(
        HttpContent content, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(timeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, clock.Token);
        return (await ReadAsync(content, MostBytes, either.Token, cancellationToken).ConfigureAwait(false)).Bytes;
    }

    /// <summary>Reads up to a number of bytes. Of a body that breaks off or stalls it returns what could be read.</summary>
    /// <param name="content">The body.</param>
    /// <param name="mostBytes">The number of bytes.</param>
    /// <param name="attempt">Ends the reading.</param>
    /// <param name="cancellationToken">The caller's token, whose cancellation does not count as the end of a body.</param>
    /// <returns>The bytes, and whether the body broke off.</returns>
    public static async Task<(byte[] Bytes, bool IsBroken)> ReadAsync(
        HttpContent content, int mostBytes, CancellationToken attempt, CancellationToken cancellationToken)
    {
        var (bytes, count, isBroken) = (new byte[mostBytes], 0, false);
        try
        {
            var body = await content.ReadAsStreamAsync(attempt).ConfigureAwait(false);
            await using var _ = body.ConfigureAwait(false);
            while (count < mostBytes && await body.ReadAsync(bytes.AsMemory(count), attempt).ConfigureAwait(false) is > 0 and var read)
                count += read;
        }
        catch (Exception error) when (error is not ObjectDisposedException)
        {
            // Each decoder and transport has exceptions of its own.
            cancellationToken.ThrowIfCancellationRequested();
            isBroken = true;
        }

        return (bytes[..count], isBroken);
    }

    /// <summary>The bytes as text. What is not valid UTF-8 shows as the replacement character.</summary>
    public static string AsText(ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetString(body.StartsWith(Encoding.UTF8.Preamble) ? body[3..] : body);
}
