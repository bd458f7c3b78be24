using TraceClient.Replication;

namespace TraceClient.Otlp;

/// <summary>Sends traces to a collector over OTLP/HTTP, in batches.</summary>
/// <remarks>
/// <para>
/// Batches are sent one after the other, and no trace is read during a request. A batch is retried after 429, 502, 503, 504, a timeout and
/// a failed connection, but not after the collector accepted it, even in part. If a response is lost, the collector receives a batch
/// twice, with the same ids. After 413 it is sent in halves, down to one span. Instances are thread-safe.
/// </para>
/// <para>An exporter is the sink of a <see cref="TraceReplicator"/> that copies all traces of a query to a collector.</para>
/// </remarks>
public sealed class OtlpTraceExporter : ITraceSink, IDisposable
{
    private readonly TraceToWire _map;
    private readonly ExportSender _sender;
    private readonly TimeProvider _timeProvider;
    private readonly bool _isJson;
    private readonly bool _isGzip;
    private readonly int _maxBytes;
    private readonly int _maxSpans;
    private bool _isDisposed;

    /// <summary>Initializes an exporter.</summary>
    /// <param name="options">The options, which are copied; null for a collector on the local machine.</param>
    /// <param name="timeProvider">The clock of timeouts and waits; null for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public OtlpTraceExporter(OtlpExporterOptions? options = null, TimeProvider? timeProvider = null)
    {
        options ??= new OtlpExporterOptions();
        string[] errors = [.. new OtlpExporterOptionsValidator(nameof(OtlpExporterOptions)).Errors(options)];
        if (errors.Length > 0)
            throw new ArgumentException(string.Join(' ', errors), nameof(options));

        var content = options.Content.Copy();
        content.AddsGalteaTraceId = options.IsForGaltea;
        _map = new TraceToWire(content);
        _isJson = options.Format == OtlpExportFormat.Json;
        _isGzip = options.Compression == OtlpExportCompression.Gzip;
        (_maxBytes, _maxSpans) = (options.MaxBatchBytes, options.MaxBatchSpans);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _sender = new ExportSender(options, _timeProvider);
    }

    /// <summary>Sends a trace, in several batches if it is larger than one.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="cancellationToken">Cancels the export. Batches that were sent are not reverted.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TraceClientException">
    /// The collector rejected a batch or was not reachable in time, or a span is larger than a batch or too large for the collector.
    /// </exception>
    public async Task<OtlpExportResult> ExportAsync(Trace trace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var stream = NewStream();
        await stream.AddAsync(trace, cancellationToken).ConfigureAwait(false);
        return await EndAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends an asynchronous sequence of traces, many in a batch.</summary>
    /// <remarks>If the sequence throws, the exception is not caught, and the last traces before it may not have been sent.</remarks>
    /// <param name="traces">The traces.</param>
    /// <param name="cancellationToken">Cancels the export. Batches that were sent are not reverted.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TraceClientException">
    /// The collector rejected a batch or was not reachable in time, or a span is larger than a batch or too large for the collector.
    /// </exception>
    public async Task<OtlpExportResult> ExportAsync(IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(traces);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var stream = NewStream();
        await foreach (var trace in traces.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await stream.AddAsync(trace, cancellationToken).ConfigureAwait(false);
            ThrowIfRefused(stream);
        }

        return await EndAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the address of the collector, without credentials and query.</summary>
    string ITraceSink.Target => _sender.Target;

    /// <summary>Sends traces. A trace with a span that is too large is refused alone.</summary>
    async Task<TraceSinkResult> ITraceSink.WriteAsync(IReadOnlyList<ReplicatedTrace> traces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(traces);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var stream = NewStream();
        foreach (var (trace, _) in traces)
            await stream.AddAsync(trace, cancellationToken).ConfigureAwait(false);
        await stream.SendAsync(cancellationToken).ConfigureAwait(false);
        var result = stream.Counters.ToResult();
        return new TraceSinkResult
        {
            Refused = [.. stream.Refused.Select(refused => new ReplicationFailure(refused.Key, refused.Value))],
            RejectedSpans = result.RejectedSpans,
            Messages = result.Messages,
        };
    }

    /// <summary>Closes the connections. Running exports fail.</summary>
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

    private static async Task<OtlpExportResult> EndAsync(ExportStream stream, CancellationToken cancellationToken)
    {
        ThrowIfRefused(stream);
        await stream.SendAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfRefused(stream);
        return stream.Counters.ToResult();
    }

    private static void ThrowIfRefused(ExportStream stream)
    {
        foreach (var error in stream.Refused.Values)
            throw error;
    }

    private ExportStream NewStream() =>
        new(_map, _sender, _isJson ? new JsonBatch(_maxBytes, _maxSpans) : new ProtobufBatch(_maxBytes, _maxSpans), _maxBytes, _isGzip);
}
