using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TraceClient;
using TraceClient.Replication;

namespace Replication;

/// <summary>Runs a replication until the host stops. After an outage of the collector it resumes from the checkpoint.</summary>
internal sealed partial class ReplicationWorker(
    ITraceClient client, ITraceSink sink, ReplicationOptions options, TimeProvider timeProvider, IHostApplicationLifetime host,
    ILogger<ReplicationWorker> logger)
    : BackgroundService, IProgress<ReplicationResult>
{
    private static readonly TimeSpan PauseAfterOutage = TimeSpan.FromSeconds(30);

    private long _passes;

    /// <summary>Logs the result after each pass.</summary>
    public void Report(ReplicationResult value)
    {
        if (value.Passes == _passes)
            return;
        _passes = value.Passes;
        LogPass(value);
        foreach (var failure in value.SourceFailures)
            LogSource(failure.SourceName, failure.Exception.Message);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        options.Progress = this;
        var replicator = new TraceReplicator(client, sink, options, timeProvider);

        // A source that fails must not stop the others.
        var query = new TraceQuery { ContinueOnSourceFailure = true };
        while (true)
        {
            try
            {
                var result = await replicator.RunAsync(query, stoppingToken);
                Environment.ExitCode = result.SourceFailures.Count == 0 && result.Failed == 0 ? 0 : 1;
                host.StopApplication();
                return;
            }
            catch (TraceClientException outage) when (outage.IsTransient && options.PollInterval is not null)
            {
                LogOutage(outage.Message);
                await Task.Delay(PauseAfterOutage, timeProvider, stoppingToken);
            }
            catch (TraceClientException error)
            {
                LogEnd(error.Message);
                Environment.ExitCode = 1;
                host.StopApplication();
                return;
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Sent so far: {Result}")]
    private partial void LogPass(ReplicationResult result);

    [LoggerMessage(2, LogLevel.Warning, "The source {Source} failed: {Reason}")]
    private partial void LogSource(string source, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The replication failed and is retried in 30 s: {Reason}")]
    private partial void LogOutage(string reason);

    [LoggerMessage(4, LogLevel.Error, "The replication failed: {Reason}")]
    private partial void LogEnd(string reason);
}
