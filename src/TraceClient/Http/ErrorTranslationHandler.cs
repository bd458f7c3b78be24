using System.Net;
using Microsoft.Extensions.Logging;

namespace TraceClient.Http;

/// <summary>
/// Turns every failure into the SDK's exceptions: a status that is no success, a transport that gave nothing, a page where JSON belongs.
/// The caller's cancellation stays an <see cref="OperationCanceledException"/>.
/// </summary>
internal sealed class ErrorTranslationHandler(SourceHttpSettings settings, ILogger logger) : DelegatingHandler
{
    private readonly TimeProvider _timeProvider = settings.TimeProvider;
    private readonly TimeSpan _idleTimeout = settings.Options.Resilience.BodyIdleTimeout;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await AskAsync(request, cancellationToken).ConfigureAwait(false);
            return await TranslateAsync(request, response, cancellationToken).ConfigureAwait(false);
        }
        catch (TraceClientException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            HttpLog.RequestFailed(logger, settings.SourceName, request.Method.Method, failure.RequestUri?.AbsolutePath, failure.GetType().Name);
            throw;
        }
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestState.Of(request);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever a handler made of the cancellation: it is the caller's.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception fault) when (TransportErrors.IsTransport(fault))
        {
            throw TransportErrors.From(Describe(request), fault, settings.Options.Resilience);
        }
    }

    private async Task<HttpResponseMessage> TranslateAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var description = Describe(request);
        var isPage = HtmlPage.IsAnnounced(response.Content.Headers) && response.StatusCode != HttpStatusCode.NoContent && request.Method != HttpMethod.Head;
        if (response.IsSuccessStatusCode && !isPage)
        {
            response.Content = new GuardedContent(
                response.Content,
                body => new GuardedStream(body, description, response, _idleTimeout, _timeProvider));
            return response;
        }

        using (response)
        {
            var body = await LimitedBody.ReadAsync(response.Content, _idleTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
            throw response.IsSuccessStatusCode
                ? ApiErrors.HtmlWithSuccess(description, response, body)
                : ApiErrors.From(description, response, body, _timeProvider);
        }
    }

    private RequestDescription Describe(HttpRequestMessage request) => new(settings.SourceName, request);
}
