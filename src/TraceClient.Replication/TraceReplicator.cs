namespace TraceClient.Replication;

/// <summary>Copies traces from the sources of a client to a sink, once or continuously, and resumes from a checkpoint.</summary>
/// <remarks>
/// <para>
/// With a checkpoint the process can be killed at any time, and the next run resumes: each trace is written at least once, with the same
/// ids each time.
/// </para>
/// <para>
/// A trace that cannot be read, or that the sink refuses, does not stop the others: see <see cref="ReplicationResult.Failures"/>. A source
/// that fails does not stop the others either. When these are complete, the run ends with a <see cref="PartialTraceListException"/>, or
/// with the exception of the source if it is the only one, unless <see cref="TraceQuery.ContinueOnSourceFailure"/> is true. With
/// <see cref="ReplicationOptions.PollInterval"/> a run lasts until it is cancelled, and reads a source with a transient failure again.
/// </para>
/// </remarks>
public sealed class TraceReplicator
{
    private readonly ITraceClient _client;
    private readonly ITraceSink _sink;
    private readonly ReplicationOptions _options;
    private readonly TimeProvider _timeProvider;

    /// <summary>Initializes a replicator.</summary>
    /// <param name="client">The client that reads the traces. It is not disposed.</param>
    /// <param name="sink">The sink that stores the traces. It is not disposed.</param>
    /// <param name="options">The options, which are copied; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for <see cref="TimeProvider.System"/>.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public TraceReplicator(ITraceClient client, ITraceSink sink, ReplicationOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(sink);
        options = options?.Copy() ?? new ReplicationOptions();
        string[] errors = [.. options.Errors()];
        if (errors.Length > 0)
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        (_client, _sink, _options, _timeProvider) = (client, sink, options, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Lists and reads all traces of a query, several at a time, and writes them to the sink.</summary>
    /// <param name="query">The query, without a <see cref="TraceQuery.Limit"/>; null for all traces.</param>
    /// <param name="cancellationToken">Cancels the run, which writes the checkpoint.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TraceClientException">The sink accepted nothing, or a source failed.</exception>
    /// <exception cref="CheckpointException">
    /// The checkpoint is of another job or target, damaged, in use, or cannot be written.
    /// </exception>
    /// <exception cref="ArgumentException">The query has a limit, or it names a source that is not configured.</exception>
    public async Task<ReplicationResult> RunAsync(TraceQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new TraceQuery();
        if (query.Limit is not null)
            throw new ArgumentException(
                "A replication copies all traces of the query. Remove Limit, and set From and To instead.", nameof(query));
        if (string.IsNullOrWhiteSpace(_sink.Target))
            throw new TraceClientException("The sink has no Target. Return a text that identifies it, such as an address.");
        cancellationToken.ThrowIfCancellationRequested();

        var job = CheckpointJob.Of(query, _options, _sink.Target);
        using var file = CheckpointFile.Open(_options.CheckpointPath, job);
        var checkpoint = file is null && _sink is ICheckpointedTraceSink sink
            ? await SinkCheckpoint.OpenAsync(sink, job, cancellationToken).ConfigureAwait(false)
            : (ICheckpoint?)file;
        var run = new ReplicationRun(_client, query, _options, _sink, checkpoint, _timeProvider);
        return await run.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
