using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TraceClient.Telemetry;

/// <summary>The SDK's activity source and counters. A tag says which source and which outcome, never what was requested or read.</summary>
internal static class Instruments
{
    public const string SourceTag = "traceclient.source";
    public const string OperationTag = "traceclient.operation";
    public const string TriggerTag = "traceclient.token.trigger";
    public const string StatusCodeTag = "http.response.status_code";
    public const string MethodTag = "http.request.method";
    public const string ErrorTypeTag = "error.type";

    public static readonly ActivitySource Activities = new(TraceClientTelemetry.Name, Version);

    private static readonly Meter Meter = new(TraceClientTelemetry.Name, Version);

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "traceclient.requests", "{request}", "Requests sent to a source, each attempt counted.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "traceclient.retries", "{retry}", "Requests that are sent again after a failure.");

    private static readonly Counter<long> TokenRefreshes = Meter.CreateCounter<long>(
        "traceclient.token.refreshes", "{refresh}", "Tokens requested anew: the first one, one about to expire, one that was refused.");

    private static readonly Counter<long> SpansRead = Meter.CreateCounter<long>(
        "traceclient.spans.read", "{span}", "Spans read from a source.");

    private static string Version => typeof(Instruments).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static void RequestAnswered(string sourceName, HttpMethod method, int statusCode)
    {
        if (Requests.Enabled)
            Requests.Add(1, Tag(SourceTag, sourceName), Tag(MethodTag, method.Method), Tag(StatusCodeTag, statusCode));
    }

    public static void RequestFailed(string sourceName, HttpMethod method, Exception exception)
    {
        if (Requests.Enabled)
            Requests.Add(1, Tag(SourceTag, sourceName), Tag(MethodTag, method.Method), Tag(ErrorTypeTag, exception.GetType().FullName));
    }

    public static void Retried(string sourceName, int? statusCode)
    {
        if (statusCode is { } status)
            Retries.Add(1, Tag(SourceTag, sourceName), Tag(StatusCodeTag, status));
        else
            Retries.Add(1, Tag(SourceTag, sourceName));
    }

    /// <summary>Counts a token that is requested anew.</summary>
    /// <param name="sourceName">The source that needs it.</param>
    /// <param name="trigger"><c>first</c> when there is none yet, <c>expiry</c>, or <c>refused</c>.</param>
    public static void TokenRefreshed(string sourceName, string trigger) =>
        TokenRefreshes.Add(1, Tag(SourceTag, sourceName), Tag(TriggerTag, trigger));

    public static void ReadSpans(string sourceName, int count) => SpansRead.Add(count, Tag(SourceTag, sourceName));

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
