using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TraceClient;
using TraceClient.Otlp;

namespace Bridge;

/// <summary>Runs the bridge until the host stops. After an outage of the collector it begins again from the checkpoint.</summary>
internal sealed partial class BridgeWorker(
    ITraceClient client, OtlpTraceExporter exporter, OtlpBridgeOptions options, TimeProvider timeProvider, IHostApplicationLifetime host,
    ILogger<BridgeWorker> logger)
    : BackgroundService, IProgress<OtlpBridgeResult>
{
    private static readonly TimeSpan PauseAfterOutage = TimeSpan.FromSeconds(30);

    private long _passes;

    /// <summary>Tells about each pass that moved something or met a failure.</summary>
    public void Report(OtlpBridgeResult value)
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

        // One source that is down must not keep the others from being followed.
        var query = new TraceQuery { ContinueOnSourceFailure = true };
        while (true)
        {
            try
            {
                var result = await exporter.BridgeAsync(client, query, options, stoppingToken);
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
    private partial void LogPass(OtlpBridgeResult result);

    [LoggerMessage(2, LogLevel.Warning, "{Source} could not be read to the end: {Reason}")]
    private partial void LogSource(string source, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The bridge begins again in a moment: {Reason}")]
    private partial void LogOutage(string reason);

    [LoggerMessage(4, LogLevel.Error, "The bridge has ended: {Reason}")]
    private partial void LogEnd(string reason);
}
