using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TraceClient.Telemetry;

/// <summary>The SDK's activity source and counters. A tag says which source and which outcome, never what was asked for or read.</summary>
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
        "traceclient.token.refreshes", "{refresh}", "Tokens asked for anew: the first one, one about to expire, one that was refused.");

    private static readonly Counter<long> SpansRead = Meter.CreateCounter<long>(
        "traceclient.spans.read", "{span}", "Spans read from a source.");

    private static string Version => typeof(Instruments).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Starts the activity of one operation of the facade; null when nobody listens.</summary>
    public static Activity? StartOperation(string sourceName, string operation)
    {
        var activity = Activities.StartActivity($"{sourceName} {operation}", ActivityKind.Client);
        return activity?.SetTag(SourceTag, sourceName).SetTag(OperationTag, operation);
    }

    /// <summary>Marks an activity as failed: with the type and the status, and no text, which could hold what was asked for.</summary>
    public static void Fail(Activity? activity, Exception exception)
    {
        if (activity is null)
            return;

        activity.SetStatus(ActivityStatusCode.Error);
        activity.SetTag(ErrorTypeTag, exception.GetType().FullName);
        if (exception is TraceApiException api)
            activity.SetTag(StatusCodeTag, (int)api.StatusCode);
    }

    public static void RequestAnswered(string sourceName, HttpMethod method, int statusCode)
    {
        if (Requests.Enabled)
            Requests.Add(1, new TagList { { SourceTag, sourceName }, { MethodTag, method.Method }, { StatusCodeTag, statusCode } });
    }

    public static void RequestFailed(string sourceName, HttpMethod method, Exception exception)
    {
        if (Requests.Enabled)
            Requests.Add(1, new TagList { { SourceTag, sourceName }, { MethodTag, method.Method }, { ErrorTypeTag, exception.GetType().FullName } });
    }

    public static void Retried(string sourceName, int? statusCode)
    {
        if (!Retries.Enabled)
            return;

        var tags = new TagList { { SourceTag, sourceName } };
        if (statusCode is { } status)
            tags.Add(StatusCodeTag, status);
        Retries.Add(1, tags);
    }

    public static void TokenRefreshed(string sourceName, TokenRefreshTrigger trigger) =>
        TokenRefreshes.Add(
            1,
            new KeyValuePair<string, object?>(SourceTag, sourceName),
            new KeyValuePair<string, object?>(TriggerTag, Name(trigger)));

    public static void ReadSpans(string sourceName, int count) =>
        SpansRead.Add(count, new KeyValuePair<string, object?>(SourceTag, sourceName));

    private static string Name(TokenRefreshTrigger trigger) => trigger switch
    {
        TokenRefreshTrigger.Refused => "refused",
        TokenRefreshTrigger.Expiry => "expiry",
        _ => "first",
    };
}
