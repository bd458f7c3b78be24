namespace TraceClient.Http;

/// <summary>The body of a successful response, whose failures while it is read are typed exceptions.</summary>
/// <remarks>
/// Refit and <see cref="HttpClient"/> copy a response into memory before they read it, without a limit. This content gives them nothing to
/// copy: <see cref="ContentSerializer"/> opens the body itself, by <see cref="OpenAsync"/> or, for a stream, by <c>ReadAsStreamAsync</c>.
/// </remarks>
internal sealed class ResponseContent(HttpContent content, ResponseContext context) : HttpContent
{
    public ResponseContext Context => context;

    /// <summary>Opens the body.</summary>
    /// <param name="isValue">Whether it is read as one value, within the time for the whole request.</param>
    /// <param name="cancellationToken">Stops opening it.</param>
    public async ValueTask<ResponseStream> OpenAsync(bool isValue, CancellationToken cancellationToken)
    {
        try
        {
            var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new ResponseStream(body, context, content.Headers, isValue);
        }
        catch (Exception exception) when (exception is not ObjectDisposedException && !cancellationToken.IsCancellationRequested)
        {
            throw TransportErrors.BodyBroken(context.Request, bytes: 0, exception);
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        await OpenAsync(isValue: false, cancellationToken).ConfigureAwait(false);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            content.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>What the reading of a response's body needs to know of its request.</summary>
/// <param name="request">The request.</param>
/// <param name="response">The response.</param>
/// <param name="settings">The settings of the source.</param>
internal sealed class ResponseContext(HttpRequestMessage request, HttpResponseMessage response, SourceHttpSettings settings)
{
    public RequestDescription Request => field ??= new(settings.SourceName, request);

    public HttpResponseMessage Response => response;

    public SourceHttpSettings Settings => settings;

    public HttpMethod Method => request.Method;

    public ResilienceOptions Resilience => Settings.Options.Resilience;

    /// <summary>Gets what is left of the total timeout; null where there is none.</summary>
    public TimeSpan? TimeLeft()
    {
        if (Resilience.TotalTimeout <= TimeSpan.Zero || Resilience.Pipeline is not null)
            return null;
        var left = Resilience.TotalTimeout - Settings.TimeProvider.GetElapsedTime(RequestState.Of(request).StartedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
