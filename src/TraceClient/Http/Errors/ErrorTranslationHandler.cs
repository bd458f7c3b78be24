namespace TraceClient.Http;

/// <summary>
/// Turns every failure into the SDK's exceptions: a status other than success, a failed transport, a page where JSON belongs.
/// The caller's cancellation stays an <see cref="OperationCanceledException"/>,
/// and a disposed client is an <see cref="ObjectDisposedException"/>.
/// </summary>
internal sealed class ErrorTranslationHandler(SourceHttpSettings settings, ILogger logger) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestPath.ThrowIfChanged(request, settings.BaseAddress);
        try
        {
            var response = await GetResponseAsync(request, cancellationToken).ConfigureAwait(false);
            return await TranslateAsync(request, response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (settings.Disposed.IsCancellationRequested)
        {
            ObjectDisposedException.ThrowIf(condition: true, typeof(ITraceClient));
            throw;
        }
        catch (TraceClientException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            HttpLog.RequestFailed(
                logger, settings.SourceName, request.Method.Method, failure.RequestUri?.AbsolutePath, failure.GetType().Name);
            throw;
        }
    }

    private async ValueTask<HttpResponseMessage> GetResponseAsync(HttpRequestMessage request, CancellationToken cancellationToken)
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
        catch (Exception exception) when (TransportErrors.IsTransport(exception))
        {
            throw RequestState.Of(request).MustNotRepeat
                ? TransportErrors.OutcomeUnknown(Describe(request), exception)
                : TransportErrors.From(Describe(request), exception, settings.Options.Resilience);
        }
    }

    private async ValueTask<HttpResponseMessage> TranslateAsync(
        HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var isPage = HtmlPage.IsAnnounced(response.Content.Headers) && response.StatusCode != HttpStatusCode.NoContent
            && request.Method != HttpMethod.Head;
        if (IsDeletedAlready(request, response))
        {
            response.Dispose();
            return new HttpResponseMessage(HttpStatusCode.NoContent) { RequestMessage = request };
        }

        if (response.IsSuccessStatusCode && !isPage)
        {
            // Refit takes this status for a value of null, whatever the method returns: as 200, the reading of the body decides.
            if (response.StatusCode == HttpStatusCode.NoContent
                && !settings.MayBeEmpty(request.Method, RequestDescription.OperationOf(request)))
                response.StatusCode = HttpStatusCode.OK;
            response.Content = new ResponseContent(response.Content, new ResponseContext(request, response, settings));
            return response;
        }

        using (response)
        {
            var description = Describe(request);
            var body = await LimitedBody.ReadAsync(
                response.Content, settings.Options.Resilience.BodyIdleTimeout, settings.TimeProvider, cancellationToken)
                    .ConfigureAwait(false);
            throw response.IsSuccessStatusCode
                ? ApiErrors.HtmlWithSuccess(description, response, body)
                : ApiErrors.From(description, response, body, settings.TimeProvider);
        }
    }

    private bool IsDeletedAlready(HttpRequestMessage request, HttpResponseMessage response) =>
        settings.DeleteRetry == DeleteRetry.Repeat && request.Method == HttpMethod.Delete
        && response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone && RequestState.Of(request).MayHaveBeenDone;

    private RequestDescription Describe(HttpRequestMessage request) => new(settings.SourceName, request);
}
