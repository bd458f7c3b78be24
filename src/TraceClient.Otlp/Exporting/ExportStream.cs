using System.IO.Compression;

namespace TraceClient.Otlp;

/// <summary>Sends traces to a collector: fills a batch, and sends it when it is full.</summary>
/// <remarks>A batch that is too large for the collector is sent in halves, down to one span.</remarks>
internal sealed class ExportStream(TraceToWire map, ExportSender sender, ExportBatch batch, int maxBytes, bool isGzip) : IDisposable
{
    private readonly List<ExportSpan> _spans = [];
    private readonly Dictionary<TraceReference, TraceClientException> _refused = [];

    public ExportCounters Counters { get; } = new();

    /// <summary>Gets the traces with a span that is larger than a batch, or too large for the collector.</summary>
    public IReadOnlyDictionary<TraceReference, TraceClientException> Refused => _refused;

    /// <summary>Adds a trace, and sends each batch that it fills.</summary>
    /// <exception cref="TraceClientException">The collector rejected a batch.</exception>
    public async Task AddAsync(Trace trace, CancellationToken cancellationToken)
    {
        foreach (var entry in map.Map(trace))
        {
            var span = new ExportSpan(trace.Reference, entry);
            if (!TryAdd(span))
            {
                await SendAsync(cancellationToken).ConfigureAwait(false);
                if (!TryAdd(span))
                    _refused.TryAdd(trace.Reference, ExportErrors.SpanTooLarge(trace.Reference, entry.Span, batch.BytesOfOne, maxBytes));
            }

            if (_refused.ContainsKey(trace.Reference))
                return;
        }

        Counters.AddTrace();
    }

    /// <summary>Sends the current batch.</summary>
    /// <exception cref="TraceClientException">The collector rejected the batch.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        if (_spans.Count == 0)
            return;
        ExportSpan[] spans = [.. _spans];
        _spans.Clear();
        await SendAsync(spans, batch.Take(), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => batch.Dispose();

    private bool TryAdd(ExportSpan span)
    {
        if (!batch.TryAdd(span.Entry))
            return false;
        _spans.Add(span);
        return true;
    }

    private async Task SendAsync(ArraySegment<ExportSpan> spans, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            var response = await sender.SendAsync(isGzip ? Compress(body) : body, cancellationToken).ConfigureAwait(false);
            Counters.AddBatch(spans.Count, response);
        }
        catch (TraceApiException error) when (error.StatusCode == HttpStatusCode.RequestEntityTooLarge)
        {
            if (spans.Count == 1)
            {
                _refused.TryAdd(spans[0].Trace, error);
                return;
            }

            var half = spans.Count / 2;
            await SendAgainAsync(spans[..half], cancellationToken).ConfigureAwait(false);
            await SendAgainAsync(spans[half..], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAgainAsync(ArraySegment<ExportSpan> spans, CancellationToken cancellationToken)
    {
        // The other spans of a trace of which one was refused would be sent in vain.
        ExportSpan[] wanted = [.. spans.Where(span => !_refused.ContainsKey(span.Trace))];
        if (wanted.Length == 0)
            return;
        foreach (var span in wanted)
            batch.TryAdd(span.Entry);
        await SendAsync(wanted, batch.Take(), cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Compress(byte[] body)
    {
        using var target = new MemoryStream(body.Length / 4);
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);
        return target.ToArray();
    }

    /// <summary>A span of a batch, and its trace.</summary>
    private readonly record struct ExportSpan(TraceReference Trace, WireEntry Entry);
}
