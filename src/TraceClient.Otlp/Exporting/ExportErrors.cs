namespace TraceClient.Otlp;

/// <summary>Makes the exceptions of an export. What the collector says is
/// redacted, and the values of headers are taken out of every text.</summary>
internal sealed class ExportErrors(Uri endpoint, IEnumerable<string> headerValues, TimeProvider timeProvider)
{
    public const int LongestMessage = 500;

    private const string SourceName = "otlp";
    private const string Operation = "ExportTraces";

    // "Bearer x": a response can quote x alone.
    private readonly string[] _secrets = [.. headerValues.SelectMany(value => value.Split(' ').Append(value))
        .Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length)];

    /// <summary>A collector's words in one line, fit for a user to read.</summary>
    public string Clean(string text) => Excerpt.Of(Redaction.TextWithoutQueries(text, endpoint, _secrets), LongestMessage);

    public static bool IsTransient(HttpStatusCode status) => status is
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    public TraceApiException Refused(HttpResponseMessage response, string? words)
    {
        var status = response.StatusCode;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{Where()} responded with {(int)status} {status}: "
            + $"{(words is null ? "no explanation" : Clean(words).TrimEnd('.'))}. {Advice(status)}");
        var address = Redaction.Address(endpoint, _secrets);
        var isTransient = IsTransient(status);
        return status switch
        {
            HttpStatusCode.Unauthorized =>
                new TraceAuthenticationException(message, status) { SourceName = SourceName, Operation = Operation, RequestUri = address },
            HttpStatusCode.Forbidden =>
                new TraceAuthorizationException(message, status) { SourceName = SourceName, Operation = Operation, RequestUri = address },
            HttpStatusCode.NotFound =>
                new TraceNotFoundException(message, status) { SourceName = SourceName, Operation = Operation, RequestUri = address },
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity =>
                new TraceValidationException(message, status) { SourceName = SourceName, Operation = Operation, RequestUri = address },
            HttpStatusCode.TooManyRequests => new TraceRateLimitException(message, status)
            {
                SourceName = SourceName,
                Operation = Operation,
                RequestUri = address,
                IsTransient = isTransient,
                RetryAfter = RetryAfterHeader.Read(response, timeProvider),
            },
            >= HttpStatusCode.InternalServerError =>
                new TraceServerException(message,
                    status)
                { SourceName = SourceName, Operation = Operation, RequestUri = address, IsTransient = isTransient },
            _ => new TraceApiException(message, status) { SourceName = SourceName, Operation = Operation, RequestUri = address },
        };
    }

    public TraceTransportException TimedOut(TimeSpan timeout, bool isTotal) => Transport(
        $"had no response within {timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s. "
            + $"Check the collector, or raise {(isTotal ? "TotalTimeout" : "Timeout")}.",
        null,
        isTransient: true);

    public TraceTransportException NotConnected(Exception exception, bool isTransient) => Transport(
        $"had no response: {Redaction.TextWithoutQueries(exception.Message, endpoint, _secrets).TrimEnd('.')}. "
            + "Check Endpoint, the network and that the collector runs.",
        Redaction.Exception(exception, endpoint, _secrets),
        isTransient);

    public TraceFormatException Page() => new(
        $"{Where()} responded with success, but with a page where a collector's response belongs: "
            + "something in front of it responds in its place. Check Endpoint.")
    {
        SourceName = SourceName,
        Operation = Operation,
        RequestUri = Redaction.Address(endpoint, _secrets),
    };

    public static TraceClientException SpanTooLarge(TraceReference trace, WireSpan span, long bytes, int maxBytes) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"otlp: the span {span.SpanId} of {trace} makes a body of {bytes} bytes, more than the {maxBytes} of MaxBatchBytes.")
        + " Raise it, or leave content out, or allow fewer events.")
    {
        SourceName = SourceName,
        Operation = Operation,
    };

    private static string Advice(HttpStatusCode status) => (int)status switch
    {
        401 or 403 => "Check the headers: the token is missing, wrong, or not for this address.",
        404 or 405 => "Check Endpoint: traces are posted to it as it is, mostly with the path /v1/traces.",
        413 => "Lower MaxBatchBytes or MaxBatchSpans.",
        415 => "Try the other Format, or no Compression.",
        429 or 502 or 503 or 504 => "Try again later.",
        >= 300 and < 400 => "Redirects are not followed: set Endpoint to where it leads.",
        _ => "The batch was not taken, and the same again would not be.",
    };

    private TraceTransportException Transport(string what, Exception? inner, bool isTransient) => new($"{Where()} {what}", inner)
    {
        SourceName = SourceName,
        Operation = Operation,
        RequestUri = Redaction.Address(endpoint, _secrets),
        IsTransient = isTransient,
    };

    private string Where() => $"otlp: POST to {Redaction.Address(endpoint, _secrets)?.GetLeftPart(UriPartial.Path) ?? "the collector"}";
}
