using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Security.Authentication;
using TraceClient.Http;

namespace TraceClient.Otlp;

/// <summary>Sends one body until the collector takes it, refuses it for good, or the time is up.</summary>
internal sealed class ExportSender : IDisposable
{
    private static readonly Uri DefaultEndpoint = new("http://localhost:4318/v1/traces");
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _timeProvider;
    private readonly HttpClient _client;
    private readonly ExportErrors _errors;
    private readonly Uri _endpoint;
    private readonly KeyValuePair<string, string>[] _headers;
    private readonly bool _isJson;
    private readonly bool _isGzip;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _totalTimeout;
    private readonly TimeSpan _retryDelay;
    private readonly TimeSpan _maxRetryDelay;

    public ExportSender(OtlpExporterOptions options, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _endpoint = options.Endpoint ?? DefaultEndpoint;
        _headers = [.. options.Headers];
        _isJson = options.Format == OtlpExportFormat.Json;
        _isGzip = options.Compression == OtlpExportCompression.Gzip;
        _timeout = options.Timeout ?? DefaultTimeout;
        _totalTimeout = options.TotalTimeout;
        _retryDelay = options.RetryDelay;
        _maxRetryDelay = options.MaxRetryDelay;
        _errors = new ExportErrors(_endpoint, _headers.Select(header => header.Value), timeProvider);
        _client = new HttpClient(PrimaryHandlers.Create(options.PrimaryHandler)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a body, compressed already where that is asked for.</summary>
    /// <returns>What the collector said; its words are fit to be shown.</returns>
    /// <exception cref="TraceClientException">The collector did not take it.</exception>
    public async Task<ExportAnswer> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        var begun = _timeProvider.GetTimestamp();
        for (var retry = 0; ; retry++)
        {
            var left = _totalTimeout - _timeProvider.GetElapsedTime(begun);
            var outcome = await AttemptAsync(body, Shorter(left, _timeout), cancellationToken).ConfigureAwait(false);
            if (outcome.Error is null)
                return outcome.Answer;

            var wait = outcome.RetryAfter ?? Backoff(retry);
            if (!outcome.Error.IsTransient || _timeProvider.GetElapsedTime(begun) + wait >= _totalTimeout)
                throw outcome.Error;
            await Task.Delay(wait, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _client.Dispose();

    // A wait can take longer than it was meant to: the attempt after it has a moment all the same.
    private static TimeSpan Shorter(TimeSpan left, TimeSpan timeout) => left >= timeout ? timeout : left > LeastTime ? left : LeastTime;

    private async Task<Outcome> AttemptAsync(byte[] body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = Request(body);
        using var clock = new CancellationTokenSource(timeout, _timeProvider);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, clock.Token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, attempt.Token).ConfigureAwait(false);
            var answer = await AnswerBody.ReadAsync(response.Content, attempt.Token, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? Taken(response, answer) : Refused(response, answer);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Outcome(default, _errors.TimedOut(timeout), null);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new Outcome(default, _errors.NotConnected(fault, IsConnectionFailure(fault)), null);
        }
    }

    private HttpRequestMessage Request(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(_isJson ? "application/json" : "application/x-protobuf");
        if (_isGzip)
            content.Headers.ContentEncoding.Add("gzip");
        var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = content };
        foreach (var (name, value) in _headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    // The status says that the batch was taken: to send it again, because the rest of the answer is missing, would double it.
    private Outcome Taken(HttpResponseMessage response, AnswerBody body)
    {
        if (body.Bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'<', ..] && response.Content.Headers.ContentType?.MediaType is not "application/x-protobuf")
            return new Outcome(default, _errors.Page(), null);
        var read = body.End == AnswerBodyEnd.Whole ? ExportAnswer.ReadSuccess(body.Bytes, IsJson(response)) : null;
        if (read is { } answer)
            return new Outcome(answer with { Message = string.IsNullOrWhiteSpace(answer.Message) ? null : _errors.Clean(answer.Message) }, null, null);

        var why = body.End switch
        {
            AnswerBodyEnd.BrokeOff => "broke off",
            AnswerBodyEnd.TooLong => "is longer than 64 KB",
            _ => "is not one of OTLP",
        };
        return new Outcome(new ExportAnswer(0, $"A batch was taken, but the answer {why}: whether spans of it were rejected is unknown."), null, null);
    }

    private Outcome Refused(HttpResponseMessage response, AnswerBody body) => new(
        default,
        _errors.Refused(response, ExportAnswer.ReadError(body.Bytes, IsJson(response))),
        ExportErrors.IsTransient(response.StatusCode) ? RetryAfterHeader.Read(response, _timeProvider) : null);

    private bool IsJson(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType switch
    {
        "application/json" => true,
        "application/x-protobuf" => false,
        _ => _isJson,
    };

    // What a server says out of order, and a certificate that is not trusted, will be no better at the next attempt.
    private static bool IsConnectionFailure(Exception fault) => fault switch
    {
        HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException request => request.HttpRequestError is
            HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ResponseEnded
            or HttpRequestError.ProxyTunnelError or HttpRequestError.HttpProtocolError or HttpRequestError.SecureConnectionError
            || request.InnerException is IOException,
        _ => true,
    };

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Jitter spreads load; it guards nothing.")]
    private TimeSpan Backoff(int retry)
    {
        var full = Math.Min(_retryDelay.TotalMilliseconds * Math.Pow(2, retry), _maxRetryDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    /// <summary>How an attempt ended: with an answer, or with an error and the wait that the collector asks for.</summary>
    private readonly record struct Outcome(ExportAnswer Answer, TraceClientException? Error, TimeSpan? RetryAfter);
}
