using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;

namespace TraceClient.Otlp;

/// <summary>Sends a body, with retries until the collector accepts or rejects it, or the timeout elapses.</summary>
internal sealed class ExportSender : IDisposable
{
    private static readonly Uri DefaultEndpoint = new("http://localhost:4318/v1/traces");
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _timeProvider;
    private readonly HttpClient _client;
    private readonly ExportErrors _errors;
    private readonly Uri _endpoint;
    private readonly KeyValuePair<string, string>[] _headers;
    private readonly bool _isJson;
    private readonly bool _isGzip;
    private readonly TimeSpan _timeout;
    private readonly ResiliencePipeline<Outcome> _pipeline;

    public ExportSender(OtlpExporterOptions options, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _endpoint = options.Endpoint ?? DefaultEndpoint;
        _headers = [.. options.Headers];
        _isJson = options.Format == OtlpExportFormat.Json;
        _isGzip = options.Compression == OtlpExportCompression.Gzip;
        _timeout = options.Timeout ?? DefaultTimeout;
        _pipeline = Pipeline(
            new RetryTimes(int.MaxValue, options.RetryDelay, options.MaxRetryDelay, _timeout, options.TotalTimeout), timeProvider);
        _errors = new ExportErrors(_endpoint, _headers.Select(header => header.Value), timeProvider);
        _client = new HttpClient(PrimaryHandlers.Create(options.PrimaryHandler)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <summary>Gets the address of the collector, without credentials and query.</summary>
    public string Target => _errors.Target;

    /// <summary>Sends a body, which is compressed if the options require it.</summary>
    /// <returns>The response of the collector, with a redacted message.</returns>
    /// <exception cref="TraceClientException">The collector rejected the body.</exception>
    public async Task<ExportResponse> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        var context = RetryContext.Start(_timeProvider, cancellationToken);
        try
        {
            var outcome = await _pipeline.ExecuteAsync(
                static (context, batch) => batch.Sender.AttemptAsync(batch.Body, context.CancellationToken, batch.Caller),
                context,
                (Sender: this, Body: body, Caller: cancellationToken)).ConfigureAwait(false);
            return outcome.Error is null ? outcome.Response : throw outcome.Error;
        }
        catch (Exception error) when (IsTransport(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw error switch
            {
                TimeoutRejectedException timeout => _errors.TimedOut(timeout.Timeout, isTotal: RetryContext.IsTotalTimeoutPassed(context)),
                OperationCanceledException => _errors.TimedOut(_timeout, isTotal: false),
                _ => _errors.NotConnected(error, IsConnectionFailure(error)),
            };
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _client.Dispose();

    private static ResiliencePipeline<Outcome> Pipeline(RetryTimes times, TimeProvider timeProvider) =>
        new RetryPipeline<Outcome>(times, timeProvider)
        {
            IsTransient = static (attempt, context) => attempt.Exception switch
            {
                null => attempt.Result.Error is { IsTransient: true },
                OperationCanceledException => !context.CancellationToken.IsCancellationRequested,
                { } error => IsTransport(error) && IsConnectionFailure(error),
            },
            RetryAfter = static attempt => attempt.RetryAfter,
        }.Build("TraceClient.Otlp");

    private async ValueTask<Outcome> AttemptAsync(byte[] body, CancellationToken attempt, CancellationToken cancellationToken)
    {
        using var request = Request(body);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, attempt).ConfigureAwait(false);
        var (content, isBroken) = await LimitedBody.ReadAsync(response.Content, LimitedBody.MostBytes + 1, attempt, cancellationToken)
            .ConfigureAwait(false);
        return response.IsSuccessStatusCode ? Taken(response, content, isBroken) : Refused(response, content);
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

    // The status means that the batch was accepted: a retry because of an incomplete response would duplicate it.
    private Outcome Taken(HttpResponseMessage response, byte[] body, bool isBroken)
    {
        if (body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'<', ..]
            && response.Content.Headers.ContentType?.MediaType is not "application/x-protobuf")
            return new Outcome(default, _errors.Page(), null);

        var why = isBroken ? "broke off" : body.Length > LimitedBody.MostBytes ? "is longer than 64 KB" : null;
        if (why is null && ExportResponse.ReadSuccess(body, IsJson(response)) is { } taken)
            return new Outcome(
                taken with { Message = string.IsNullOrWhiteSpace(taken.Message) ? null : _errors.Clean(taken.Message) }, null, null);

        return new Outcome(
            new ExportResponse(
                0, $"A batch was accepted, but the response {why ?? "is not OTLP"}, so the number of rejected spans is unknown."),
                    null, null);
    }

    private Outcome Refused(HttpResponseMessage response, byte[] body) => new(
        default,
        _errors.Refused(response, ExportResponse.ReadError(body, IsJson(response))),
        ExportErrors.IsTransient(response.StatusCode) ? RetryAfterHeader.Read(response, _timeProvider) : null);

    private bool IsJson(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType switch
    {
        "application/json" => true,
        "application/x-protobuf" => false,
        _ => _isJson,
    };

    private static bool IsTransport(Exception error) => error is
        HttpRequestException or IOException or SocketException or AuthenticationException or TimeoutException or TimeoutRejectedException
            or OperationCanceledException;

    // A protocol error or an untrusted certificate would be the same at the next attempt.
    private static bool IsConnectionFailure(Exception exception) => exception switch
    {
        AuthenticationException or HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException request => request.HttpRequestError is
            HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ResponseEnded
            or HttpRequestError.ProxyTunnelError or HttpRequestError.HttpProtocolError or HttpRequestError.SecureConnectionError
            || request.InnerException is IOException,
        _ => true,
    };

    /// <summary>The result of an attempt: a response, or an error with the wait that the collector requests.</summary>
    private readonly record struct Outcome(ExportResponse Response, TraceClientException? Error, TimeSpan? RetryAfter);
}
