namespace TraceClient.Otlp;

/// <summary>Posts traces to a collector over OTLP/HTTP, in batches, one after the
/// other: while one is on its way, nothing more is read from the source.</summary>
/// <remarks>
/// A batch is sent again after 429, 502, 503, 504, no response in time and a failed connection, and
/// never once the collector has taken it, even in part. A collector can so get a batch twice whose
/// response was lost; the ids of its spans are the same. Instances are safe for concurrent use.
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

    /// <summary>Creates an exporter.</summary>
    /// <param name="options">Where to and how, copied; null for a collector on this machine.</param>
    /// <param name="timeProvider">The clock of timeouts and waits; null for the system's.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
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

    /// <summary>Sends a trace, in several batches when it is larger than one.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="cancellationToken">Stops; batches that were sent stay sent.</param>
    /// <exception cref="TraceClientException">The collector did not take a batch, could not
    /// be reached in the time there is, or a span alone is larger than a batch.</exception>
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

    /// <summary>Sends traces as they come, many to a batch. What the source
    /// throws passes; what was read before it may be unsent by then.</summary>
    /// <param name="traces">The traces; read no further while a batch is on its way.</param>
    /// <param name="cancellationToken">Stops; batches that were sent stay sent.</param>
    /// <exception cref="TraceClientException">The collector did not take a batch, could not
    /// be reached in the time there is, or a span alone is larger than a batch.</exception>
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

    /// <summary>
    /// Moves all traces that a query finds to the collector: lists, reads and sends, several traces at a time. With a checkpoint it can be
    /// stopped at any moment, by force too, and started again: each trace arrives at least once, with the same ids each time.
    /// </summary>
    /// <remarks>
    /// A trace that cannot be read, has a span too large to be sent, or is
    /// refused by the collector as bad data does not keep the others: see
    /// <see cref="OtlpBridgeResult.Failures"/>.
    /// A source that fails does not either. When the others are through, the bridge ends as a list does: with a
    /// <see cref="PartialTraceListException"/>, or that source's own exception where only one was
    /// read, unless the query tolerates failures. With <see cref="OtlpBridgeOptions.PollInterval"/>
    /// it goes on until it is cancelled, and a source whose failure may pass is read again.
    /// </remarks>
    /// <param name="client">Where the traces come from.</param>
    /// <param name="query">Which traces; null for all. It has no <see cref="TraceQuery.Limit"/>.</param>
    /// <param name="options">Checkpoint, share, pace; null for the deerrors.</param>
    /// <param name="cancellationToken">Stops. The checkpoint holds what the collector has taken by then.</param>
    /// <exception cref="TraceClientException">The collector did not take a batch, or a source could not be listed to its end.</exception>
    /// <exception cref="OtlpCheckpointException">The checkpoint cannot be used:
    /// it is of another job, damaged, in use, or cannot be written.</exception>
    /// <exception cref="ArgumentException">An option is wrong, the query has
    /// a limit, or it names a source that is not configured.</exception>
    public async Task<OtlpBridgeResult> BridgeAsync(
        ITraceClient client, TraceQuery? query = null, OtlpBridgeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        query ??= new TraceQuery();
        if (query.Limit is not null)
            throw new ArgumentException(
                "A bridge moves all traces that the query finds: leave out Limit, and narrow it by From and To.", nameof(query));
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

    private ExportStream NewStream() =>
        new(_map, _sender, _isJson ? new JsonBatch(_maxBytes, _maxSpans) : new ProtobufBatch(_maxBytes, _maxSpans), _maxBytes, _isGzip);
}
