using System.Text;

namespace TraceClient.Http;

/// <summary>The start of an error's body: as much as helps, in bounded memory and bounded time.</summary>
internal static class LimitedBody
{
    /// <summary>No more of an error's body is read than this.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Reads up to 64 KB. A body that breaks off or stalls gives what came of it: the status is the better error.</summary>
    public static async Task<byte[]> ReadAsync(HttpContent content, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(timeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, clock.Token);
        using var read = new MemoryStream();
        try
        {
            var body = await content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
                await CopyAsync(body, read, either.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or InvalidDataException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return read.ToArray();
    }

    /// <summary>The bytes as text. What is not valid UTF-8 shows as the replacement character.</summary>
    public static string AsText(ReadOnlySpan<byte> body) =>
        Encoding.UTF8.GetString(body.StartsWith(Encoding.UTF8.Preamble) ? body[3..] : body);

    private static async Task CopyAsync(Stream body, MemoryStream read, CancellationToken cancellationToken)
    {
        var buffer = new byte[8 * 1024];
        while (read.Length < MostBytes)
        {
            var most = (int)Math.Min(buffer.Length, MostBytes - read.Length);
            var count = await body.ReadAsync(buffer.AsMemory(0, most), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return;
            await read.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
    }
}
