using System.IO.Compression;

namespace TraceClient.Otlp;

/// <summary>Traces on their way to a collector: a batch in the making, which is sent whenever it is full.</summary>
internal sealed class ExportStream(TraceToWire map, ExportSender sender, ExportBatch batch, int maxBytes, bool isGzip) : IDisposable
{
    public ExportCounters Counters { get; } = new();

    /// <summary>True when no span waits for its batch to be sent.</summary>
    public bool IsEmpty => batch.Spans == 0;

    /// <summary>Adds a trace, and sends each batch that it fills.</summary>
    /// <returns>What keeps the trace, and nothing else, from being sent as a whole; null when all of its spans are in a batch.</returns>
    /// <exception cref="TraceClientException">The collector did not take a batch.</exception>
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

    /// <summary>Sends what waits.</summary>
    /// <exception cref="TraceClientException">The collector did not take it.</exception>
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
