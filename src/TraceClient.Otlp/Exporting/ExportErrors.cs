namespace TraceClient.Otlp;

/// <summary>Creates the exceptions of an export. Messages of the collector are redacted, and contain no values of headers.</summary>
internal sealed class ExportErrors(Uri endpoint, IEnumerable<string> headerValues, TimeProvider timeProvider)
{
    public const int LongestMessage = 500;

    private const string SourceName = "otlp";
    private const string Operation = "ExportTraces";

    // Of "Bearer x" a response can contain x only.
    private readonly string[] _secrets = [.. headerValues.SelectMany(value => value.Split(' ').Append(value))
        .Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length)];

    /// <summary>Gets the address of the collector, without credentials and query.</summary>
    public string Target => Redaction.Address(endpoint, _secrets)?.GetLeftPart(UriPartial.Path) ?? "the collector";

    /// <summary>Redacts a message of the collector, and limits it to one line.</summary>
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
        $"{Where()} responded with an HTML page instead of the response of a collector. "
            + "Check Endpoint: another program may respond at that address.")
    {
        SourceName = SourceName,
        Operation = Operation,
        RequestUri = Redaction.Address(endpoint, _secrets),
    };

    public static TraceClientException SpanTooLarge(TraceReference trace, WireSpan span, long bytes, int maxBytes) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"otlp: the span {span.SpanId} of {trace} makes a body of {bytes} bytes, more than the {maxBytes} of MaxBatchBytes.")
        + " Raise it, or send no content or fewer events.")
    {
        SourceName = SourceName,
        Operation = Operation,
    };

    private static string Advice(HttpStatusCode status) => (int)status switch
    {
        401 or 403 => "Check the headers: the token is missing, wrong, or not for this address.",
        404 or 405 => "Check Endpoint: traces are posted to it as it is, mostly with the path /v1/traces.",
        413 => "A batch of one span is too large. Raise the limit of the collector, or send no content or fewer events.",
        415 => "Try the other Format, or no Compression.",
        429 or 502 or 503 or 504 => "Try again later.",
        >= 300 and < 400 => "Redirects are not followed. Set Endpoint to the new address.",
        _ => "A retry would fail in the same way.",
    };

    private TraceTransportException Transport(string what, Exception? inner, bool isTransient) => new($"{Where()} {what}", inner)
    {
        SourceName = SourceName,
        Operation = Operation,
        RequestUri = Redaction.Address(endpoint, _secrets),
        IsTransient = isTransient,
    };

    private string Where() => $"otlp: POST to {Target}";
}
