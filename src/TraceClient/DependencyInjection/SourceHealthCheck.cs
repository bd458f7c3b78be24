using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TraceClient.DependencyInjection;

/// <summary>The health check of one source. It sends one request at a time, and none while its last result is recent.</summary>
internal sealed class SourceHealthCheck(ITraceSource source, TimeProvider timeProvider) : IHealthCheck, IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _gate = new(1);
    private SourceHealth? _last;
    private long _checkedAt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_last is null || timeProvider.GetElapsedTime(_checkedAt) >= Lifetime)
            {
                _last = await SourceCheck.RunAsync(source, timeProvider, cancellationToken).ConfigureAwait(false);
                _checkedAt = timeProvider.GetTimestamp();
            }

            return Result(_last, context.Registration.FailureStatus);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static HealthCheckResult Result(SourceHealth health, HealthStatus failureStatus)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["stage"] = health.Stage.ToString(),
            ["latencyMs"] = health.Latency.TotalMilliseconds,
        };
        return health.IsHealthy
            ? HealthCheckResult.Healthy($"The source '{health.SourceName}' responds as expected.", data)
            : new HealthCheckResult(failureStatus, health.Error!.Message, health.Error, data);
    }
}

/// <summary>The key of a client that is registered, so that the checks find it.</summary>
internal sealed record ClientKey(string Value);
