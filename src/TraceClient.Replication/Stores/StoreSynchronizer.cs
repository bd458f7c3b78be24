using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TraceClient.Replication;

/// <summary>Copies new and grown traces of a client to its store, and prunes the store, until the host stops.</summary>
internal sealed partial class StoreSynchronizer(
    ITraceClient client, ITraceStore store, StoreSyncOptions options, TimeProvider timeProvider, ILogger<StoreSynchronizer> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] tasks = options.Limits is { } limits ? [SyncAsync(stop.Token), PruneAsync(limits, stop.Token)] : [SyncAsync(stop.Token)];

        // None of them ends before the host, except with an error, which must not be hidden by the other one.
        await Task.WhenAny(tasks).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(tasks).ConfigureAwait(false);
    }

    private async Task SyncAsync(CancellationToken stoppingToken)
    {
        var isOpen = false;
        var replication = options.Replication.Copy();
        replication.PollInterval ??= options.PollInterval;
        replication.Progress = new PassLog(this, replication.Progress);
        var replicator = new TraceReplicator(client, store, replication, timeProvider);
        while (true)
        {
            try
            {
                // Opens the store before a request is sent: a file that cannot be written is an error at the start.
                if (!isOpen)
                    await store.GetSourcesAsync(stoppingToken).ConfigureAwait(false);
                isOpen = true;
                await replicator.RunAsync(options.Query, stoppingToken).ConfigureAwait(false);
            }
            catch (TraceClientException exception) when (exception is not CheckpointException && (isOpen || exception.IsTransient))
            {
                Failed(exception.Message, options.PollInterval.TotalSeconds);
                await Task.Delay(options.PollInterval, timeProvider, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task PruneAsync(TraceStoreLimits limits, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (await store.PruneAsync(limits, stoppingToken).ConfigureAwait(false) is var count and > 0)
                    Pruned(count);
            }
            catch (TraceClientException exception)
            {
                Failed(exception.Message, options.PollInterval.TotalSeconds);
            }

            await Task.Delay(options.PollInterval, timeProvider, stoppingToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Copied {Traces} traces to the store; {Failed} could not be copied and are tried again.")]
    private partial void Copied(long traces, long failed);

    [LoggerMessage(2, LogLevel.Warning, "The store is not up to date: {Reason} The next attempt follows in {Seconds:0} s.")]
    private partial void Failed(string reason, double seconds);

    [LoggerMessage(3, LogLevel.Information, "Deleted {Traces} old traces from the store.")]
    private partial void Pruned(long traces);

    /// <summary>Logs each pass that has copied something.</summary>
    private sealed class PassLog(StoreSynchronizer synchronizer, IProgress<ReplicationResult>? next) : IProgress<ReplicationResult>
    {
        private long _passes;
        private long _written;

        public void Report(ReplicationResult value)
        {
            next?.Report(value);
            if (value.Passes == _passes)
                return;
            if (value.Written > _written)
                synchronizer.Copied(value.Written - _written, value.Failed);

            // A run that begins anew counts from 0.
            (_passes, _written) = (value.Passes, value.Written);
        }
    }
}
