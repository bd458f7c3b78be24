namespace TraceClient;

/// <summary>Represents the result of a health check of one source.</summary>
/// <param name="SourceName">The source.</param>
/// <param name="Stage">How far the check came.</param>
/// <param name="Latency">The time until the response, or until the check failed.</param>
/// <param name="Error">Why it came no further; null when all is well.</param>
public sealed record SourceHealth(string SourceName, SourceHealthStage Stage, TimeSpan Latency, TraceClientException? Error = null)
{
    /// <summary>Gets whether the source can be read.</summary>
    public bool IsHealthy => Stage == SourceHealthStage.Healthy;
}

/// <summary>Specifies the stage that a health check of a source reached.</summary>
public enum SourceHealthStage
{
    /// <summary>There was no response: address, network, TLS or a timeout.</summary>
    Unreachable,

    /// <summary>There was a response, but none that shows the token to be valid:
    /// it was refused, may not read traces, or the service failed.</summary>
    Reachable,

    /// <summary>The token was accepted, but the response was not as expected.</summary>
    Authenticated,

    /// <summary>All is well.</summary>
    Healthy,
}

/// <summary>Finds out how far one gets with a source.</summary>
internal static class SourceCheck
{
    public static async Task<SourceHealth> RunAsync(ITraceSource source, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var operation = new TraceClientOperation("Check", source.Name);
        var start = timeProvider.GetTimestamp();
        try
        {
            await source.PingAsync(cancellationToken).ConfigureAwait(false);
            return new SourceHealth(source.Name, SourceHealthStage.Healthy, timeProvider.GetElapsedTime(start));
        }
        catch (Exception exception) when (!IsOfDisposedClient(exception))
        {
            operation.Fail(exception);
            cancellationToken.ThrowIfCancellationRequested();
            var error = ToTraceClientException(exception, source.Name, "Check");
            return new SourceHealth(source.Name, StageOf(error), timeProvider.GetElapsedTime(start), error);
        }
    }

    /// <summary>Gets whether the exception says that the client was disposed. A source has not failed then.</summary>
    public static bool IsOfDisposedClient(Exception exception) =>
        exception is ObjectDisposedException disposed && disposed.ObjectName == typeof(ITraceClient).FullName;

    /// <summary>The exception itself when it is one of ours; a source of the user's own may throw anything.</summary>
    public static TraceClientException ToTraceClientException(Exception exception, string sourceName, string operation) =>
        exception as TraceClientException
        ?? new TraceClientException(
            $"The source '{sourceName}' failed with {exception.GetType().Name}, which it should not throw.", exception)
        { SourceName = sourceName, Operation = operation };

    private static SourceHealthStage StageOf(TraceClientException error) => error switch
    {
        TraceTransportException => SourceHealthStage.Unreachable,
        TraceFormatException { JsonPath: not null } => SourceHealthStage.Authenticated,
        TraceFormatException or TraceApiException => SourceHealthStage.Reachable,
        _ => SourceHealthStage.Unreachable,
    };
}
