using System.IO.Compression;

namespace TraceClient.Otlp;

/// <summary>Posts traces to a collector over OTLP/HTTP, in batches, one after the other: while one is on its way, nothing more is read from the source.</summary>
/// <remarks>
/// A batch is sent again after 429, 502, 503, 504, no answer in time and a failed connection, and never once the collector has taken it, even
/// in part. A collector can so get a batch twice whose answer was lost; the ids of its spans are the same. Instances are safe for concurrent use.
/// </remarks>
public sealed class OtlpTraceExporter : IAsyncDisposable, IDisposable
{
    private readonly TraceToWire _map;
    private readonly ExportSender _sender;
    private readonly bool _isJson;
    private readonly bool _isGzip;
    private readonly int _maxBytes;
    private readonly int _maxSpans;
    private bool _isDisposed;

    /// <summary>Creates an exporter.</summary>
    /// <param name="options">Where to and how, copied; null for a collector on this machine.</param>
    /// <param name="timeProvider">The clock of timeouts and waits; null for the system's.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    public OtlpTraceExporter(OtlpExporterOptions? options = null, TimeProvider? timeProvider = null)
    {
        options ??= new OtlpExporterOptions();
        string[] faults = [.. new OtlpExporterOptionsValidator(nameof(OtlpExporterOptions)).Faults(options)];
        if (faults.Length > 0)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));

        _map = new TraceToWire(new OtlpWriterOptions { IncludeContent = options.Content.IncludeContent, MaxEventsPerSpan = options.Content.MaxEventsPerSpan });
        _isJson = options.Format == OtlpExportFormat.Json;
        _isGzip = options.Compression == OtlpExportCompression.Gzip;
        (_maxBytes, _maxSpans) = (options.MaxBatchBytes, options.MaxBatchSpans);
        _sender = new ExportSender(options, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Sends a trace, in several batches when it is larger than one.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="cancellationToken">Stops; batches that were sent stay sent.</param>
    /// <exception cref="TraceClientException">The collector did not take a batch, could not be reached in the time there is, or a span alone is larger than a batch.</exception>
    public async Task<OtlpExportResult> ExportAsync(Trace trace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var batch = NewBatch();
        var tally = new ExportTally();
        await AddAsync(trace, batch, tally, cancellationToken).ConfigureAwait(false);
        await SendAsync(batch, tally, cancellationToken).ConfigureAwait(false);
        return tally.ToResult();
    }

    /// <summary>Sends traces as they come, many to a batch. What the source throws passes; what was read before it may be unsent by then.</summary>
    /// <param name="traces">The traces; read no further while a batch is on its way.</param>
    /// <param name="cancellationToken">Stops; batches that were sent stay sent.</param>
    /// <exception cref="TraceClientException">The collector did not take a batch, could not be reached in the time there is, or a span alone is larger than a batch.</exception>
    public async Task<OtlpExportResult> ExportAsync(IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(traces);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var batch = NewBatch();
        var tally = new ExportTally();
        await foreach (var trace in traces.WithCancellation(cancellationToken).ConfigureAwait(false))
            await AddAsync(trace, batch, tally, cancellationToken).ConfigureAwait(false);
        await SendAsync(batch, tally, cancellationToken).ConfigureAwait(false);
        return tally.ToResult();
    }

    /// <summary>Closes the connections. Exports still under way fail.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _sender.Dispose();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private ExportBatch NewBatch() => _isJson ? new JsonBatch(_maxBytes, _maxSpans) : new ProtobufBatch(_maxBytes, _maxSpans);

    private async Task AddAsync(Trace trace, ExportBatch batch, ExportTally tally, CancellationToken cancellationToken)
    {
        foreach (var entry in _map.Map(trace))
        {
            if (batch.TryAdd(entry))
                continue;
            await SendAsync(batch, tally, cancellationToken).ConfigureAwait(false);
            if (!batch.TryAdd(entry))
                throw ExportErrors.SpanTooLarge(trace.Reference, entry.Span, batch.BytesOfOne, _maxBytes);
        }

        if (trace.Spans.Count > 0)
            tally.AddTrace();
    }

    private async Task SendAsync(ExportBatch batch, ExportTally tally, CancellationToken cancellationToken)
    {
        if (batch.Spans == 0)
            return;
        var spans = batch.Spans;
        var body = batch.Take();
        tally.AddBatch(spans, await _sender.SendAsync(_isGzip ? Compress(body) : body, cancellationToken).ConfigureAwait(false));
    }

    private static byte[] Compress(byte[] body)
    {
        using var target = new MemoryStream(body.Length / 4);
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);
        return target.ToArray();
    }
}
