using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace TraceClient.Otlp;

/// <summary>Moves traces from sources to a collector, pass by pass. Each source is
/// read by itself, what was read goes out through one batch after the other.</summary>
internal sealed class Bridge(
    ITraceClient client, TraceQuery query, OtlpBridgeOptions options, ExportStream stream, TraceDigest digest, CheckpointFile? checkpoint,
    TimeProvider timeProvider)
{
    private readonly ReplicationCounters _counters = new();

    /// <summary>Runs until all is moved, or, where it polls, until it is cancelled.</summary>
    public async Task<OtlpBridgeResult> RunAsync(CancellationToken cancellationToken)
    {
        var sources = Sources();
        SourceProgress[] all = [.. sources.Select(source => source.Progress)];
        var delivery = new BridgeDelivery(
            stream,
            (candidate, token) => sources.Single(source => source.Progress == candidate.Progress).ReadAsync(candidate, token),
            digest,
            options,
            _counters,
            () => Save(all),
            timeProvider);
        while (true)
        {
            try
            {
                await PassAsync(sources, delivery, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                SaveStopped(all);
                throw;
            }

            foreach (var progress in all)
                progress.EndPass();
            Save(all);

            _counters.Passes++;
            var failures = Failures(sources);
            options.Progress?.Report(Result(sources));
            ThrowIfEnded(failures, sources.Length);
            if (options.PollInterval is not { } pause)
                return Result(sources);
            await Task.Delay(pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private SourceBridge[] Sources()
    {
        // Checked before anything is sent: a source that is not configured is the caller's mistake.
        client.ListTracesAsync(query);
        var names = query.Sources is { Count: > 0 } named
            ? named.Distinct(StringComparer.Ordinal)
            : client.Sources.Select(source => source.Name);
        return
        [
            .. from name in names
               let progress = new SourceProgress(name, checkpoint?.Of(name) ?? SourceCheckpoint.New, options.Overlap)
               select new SourceBridge(client, query, options, progress, _counters, timeProvider),
        ];
    }

    private async Task PassAsync(SourceBridge[] sources, BridgeDelivery delivery, CancellationToken cancellationToken)
    {
        // The readers wait here while a batch is on its way, and with them the lists.
        var reads = Channel.CreateBounded<BridgeRead>(new BoundedChannelOptions(1) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(sources, reads.Writer, stop.Token);
        try
        {
            await foreach (var read in reads.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await delivery.AddAsync(read, cancellationToken).ConfigureAwait(false);
                options.Progress?.Report(Result(sources));
            }

            await delivery.EndAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Lists and reads all sources. What goes wrong with the reading itself,
    /// a cancellation included, ends the channel and comes out there.</summary>
    private async Task ReadAsync(SourceBridge[] sources, ChannelWriter<BridgeRead> reads, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxParallelReads, CancellationToken = cancellationToken };
        try
        {
            await Task.WhenAll(
                sources.Select(source => Parallel.ForEachAsync(source.PassAsync(cancellationToken), parallel, async (candidate, token) =>
            {
                if (await source.ReadAsync(candidate, token).ConfigureAwait(false) is { } read)
                    await reads.WriteAsync(read, token).ConfigureAwait(false);
            }))).ConfigureAwait(false);
            reads.Complete();
        }
        catch (Exception exception)
        {
            reads.Complete(exception);
        }
    }

    private void Save(SourceProgress[] all)
    {
        if (checkpoint is not null)
            checkpoint.Save(all);
        else
            Array.ForEach(all, progress => progress.Forget());
    }

    // What the collector has taken by then is done. That this cannot be written says less than what the bridge was stopped by.
    private void SaveStopped(SourceProgress[] all)
    {
        try
        {
            Save(all);
        }
        catch (OtlpCheckpointException)
        {
            // The checkpoint before it is still there.
        }
    }

    private OtlpBridgeResult Result(SourceBridge[] sources) =>
        _counters.ToResult(stream.Counters, [.. sources.Select(source => source.Progress)], Failures(sources));

    private static SourceFailure[] Failures(SourceBridge[] sources) =>
        [.. sources.Select(source => source.Failure).OfType<SourceFailure>()];

    private void ThrowIfEnded(SourceFailure[] failures, int sources)
    {
        if (failures is not [var first, ..] || query.ContinueOnSourceFailure
            || (options.PollInterval is not null && failures.All(failure => failure.Exception.IsTransient)))
            return;
        if (sources == 1)
            ExceptionDispatchInfo.Throw(first.Exception);
        throw new PartialTraceListException(failures);
    }
}
