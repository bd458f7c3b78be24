namespace TraceClient.Http;

/// <summary>What the chain logs: sources, methods, paths and outcomes; no query, no token, no body.</summary>
internal static partial class HttpLog
{
    /// <summary>The category of these messages.</summary>
    public const string Category = "TraceClient.Http";

    [LoggerMessage(1, LogLevel.Warning, "{Source}: {Method} {Path} failed ({Reason}); retry {Retry} follows in {DelayMilliseconds:0} ms.")]
    public static partial void Retry(
        ILogger logger, string source, string method, string? path, string? reason, int retry, double delayMilliseconds);

    [LoggerMessage(2, LogLevel.Warning, "{Source}: too many requests failed; the circuit is open for {BreakSeconds:0.#} s.")]
    public static partial void CircuitOpened(ILogger logger, string source, double breakSeconds);

    [LoggerMessage(3, LogLevel.Information, "{Source}: a request succeeded; the circuit is closed again.")]
    public static partial void CircuitClosed(ILogger logger, string source);

    [LoggerMessage(4, LogLevel.Information, "{Source}: the token was refused; a new one was requested ({Outcome}).")]
    public static partial void TokenRefreshed(ILogger logger, string source, string outcome);

    [LoggerMessage(5, LogLevel.Information, "{Source}: {Method} {Path} ended in {Exception}.")]
    public static partial void RequestFailed(ILogger logger, string source, string method, string? path, string exception);

    [LoggerMessage(6, LogLevel.Warning, "{Source}: {Count} elements of a list of {Type} were skipped: they are null or of another kind.")]
    public static partial void ElementsSkipped(ILogger logger, string source, string type, int count);
}
