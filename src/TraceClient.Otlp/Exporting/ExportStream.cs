using System.IO.Compression;

namespace TraceClient.Otlp;

/// <summary>Sends traces to a collector: fills a batch, and sends it when it is full.</summary>
internal sealed class ExportStream(TraceToWire map, ExportSender sender, ExportBatch batch, int maxBytes, bool isGzip) : IDisposable
{
    public ExportCounters Counters { get; } = new();

    /// <summary>Gets whether the current batch has no spans.</summary>
    public bool IsEmpty => batch.Spans == 0;

    /// <summary>Adds a trace, and sends each batch that it fills.</summary>
    /// <returns>The error that prevents this trace from being sent completely; null if all its spans are in a batch.</returns>
    /// <exception cref="TraceClientException">The collector rejected a batch.</exception>
    public async Task<TraceClientException?> AddAsync(Trace trace, CancellationToken cancellationToken)
    {
        foreach (var entry in map.Map(trace))
        {
            if (batch.TryAdd(entry))
                continue;
            await SendAsync(cancellationToken).ConfigureAwait(false);
            if (!batch.TryAdd(entry))
                return ExportErrors.SpanTooLarge(trace.Reference, entry.Span, batch.BytesOfOne, maxBytes);
        }

        Counters.AddTrace();
        return null;
    }

    /// <summary>Sends the current batch.</summary>
    /// <exception cref="TraceClientException">The collector rejected the batch.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        if (IsEmpty)
            return;
        var spans = batch.Spans;
        var body = batch.Take();
        Counters.AddBatch(spans, await sender.SendAsync(isGzip ? Compress(body) : body, cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => batch.Dispose();

    private static byte[] Compress(byte[] body)
    {
        using var target = new MemoryStream(body.Length / 4);
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);
        return target.ToArray();
    }
}
