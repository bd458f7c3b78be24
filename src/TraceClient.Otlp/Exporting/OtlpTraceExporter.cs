namespace TraceClient.Otlp;

/// <summary>Sends traces to a collector over OTLP/HTTP, in batches.</summary>
/// <remarks>
/// Batches are sent one after the other, and no trace is read during a request. A batch is retried after 429, 502, 503, 504, a timeout and
/// a failed connection, but not after the collector accepted it, even in part. If a response is lost, the collector receives a batch
/// twice, with the same ids. Instances are thread-safe.
/// </remarks>
public sealed class OtlpTraceExporter : IAsyncDisposable, IDisposable
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
    /// The collector rejected a batch or was not reachable in time, or a span is larger than a batch.
    /// </exception>
    public async Task<OtlpExportResult> ExportAsync(Trace trace, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var stream = NewStream();
        if (await stream.AddAsync(trace, cancellationToken).ConfigureAwait(false) is { } error)
            throw error;
        await stream.SendAsync(cancellationToken).ConfigureAwait(false);
        return stream.Counters.ToResult();
    }

    /// <summary>Sends an asynchronous sequence of traces, many in a batch.</summary>
    /// <remarks>If the sequence throws, the exception is not caught, and the last traces before it may not have been sent.</remarks>
    /// <param name="traces">The traces.</param>
    /// <param name="cancellationToken">Cancels the export. Batches that were sent are not reverted.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TraceClientException">
    /// The collector rejected a batch or was not reachable in time, or a span is larger than a batch.
    /// </exception>
    public async Task<OtlpExportResult> ExportAsync(IAsyncEnumerable<Trace> traces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(traces);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var stream = NewStream();
        await foreach (var trace in traces.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (await stream.AddAsync(trace, cancellationToken).ConfigureAwait(false) is { } error)
                throw error;
        }

        await stream.SendAsync(cancellationToken).ConfigureAwait(false);
        return stream.Counters.ToResult();
    }

    /// <summary>Lists and reads all traces of a query, several at a time, and sends them to the collector.</summary>
    /// <remarks>
    /// <para>
    /// With a checkpoint the process can be killed at any time, and the next run resumes: each trace arrives at least once, with the same
    /// ids each time.
    /// </para>
    /// <para>
    /// A trace that cannot be read, has a span that is too large, or is rejected by the collector as invalid does not stop the others: see
    /// <see cref="OtlpBridgeResult.Failures"/>. A source that fails does not stop the others either. When these are complete, the bridge
    /// ends with a <see cref="PartialTraceListException"/>, or with the exception of the source if it is the only one, unless
    /// <see cref="TraceQuery.ContinueOnSourceFailure"/> is true. With <see cref="OtlpBridgeOptions.PollInterval"/> the bridge runs until it
    /// is cancelled, and reads a source with a transient failure again.
    /// </para>
    /// </remarks>
    /// <param name="client">The client that reads the traces.</param>
    /// <param name="query">The query, without a <see cref="TraceQuery.Limit"/>; null for all traces.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the bridge, which writes the checkpoint.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TraceClientException">The collector rejected a batch, or a source failed.</exception>
    /// <exception cref="OtlpCheckpointException">
    /// The checkpoint is of another job, damaged, in use, or cannot be written.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// An option is invalid, the query has a limit, or it names a source that is not configured.
    /// </exception>
    public async Task<OtlpBridgeResult> BridgeAsync(
        ITraceClient client, TraceQuery? query = null, OtlpBridgeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        query ??= new TraceQuery();
        if (query.Limit is not null)
            throw new ArgumentException(
                "A bridge sends all traces of the query. Remove Limit, and set From and To instead.", nameof(query));
        options = options?.Copy() ?? new OtlpBridgeOptions();
        string[] errors = [.. options.Errors()];
        if (errors.Length > 0)
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        cancellationToken.ThrowIfCancellationRequested();

        using var stream = NewStream();
        using var checkpoint = CheckpointFile.Open(options.CheckpointPath, Checkpoint.Describe(query, options.Shard));
        var bridge = new Bridge(client, query, options, stream, new TraceDigest(_map), checkpoint, _timeProvider);
        return await bridge.RunAsync(cancellationToken).ConfigureAwait(false);
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

    private ExportStream NewStream() =>
        new(_map, _sender, _isJson ? new JsonBatch(_maxBytes, _maxSpans) : new ProtobufBatch(_maxBytes, _maxSpans), _maxBytes, _isGzip);
}
