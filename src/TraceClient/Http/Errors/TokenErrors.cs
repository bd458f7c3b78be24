namespace TraceClient.Http;

/// <summary>Makes the exceptions of a token that could not be had.</summary>
internal static class TokenErrors
{
    private const int LongestMessage = 500;

    /// <summary>A provider threw: without its token, which an exception's text may hold.</summary>
    public static TraceClientException ProviderFailed(RequestDescription request, Exception exception)
    {
        var tokens = request.State.Tokens;
        var inner = Redaction.Exception(exception, request.RawUri, tokens, isOfProvider: true);
        if (exception is OperationCanceledException or TimeoutException)
            return TransportErrors.Create(
                request, $"was not sent: the token provider gave up before it had a token ({exception.GetType().Name}).", inner);

        var words = Excerpt.Of(Redaction.TextWithoutQueries(exception.Message, request.RawUri, tokens, isOfProvider: true), LongestMessage);
        return new TraceAuthenticationException(
            $"{request} was not sent: the token provider failed with {exception.GetType().Name}: "
                + $"{words.TrimEnd('.')}. Check {request.OptionsKey}:TokenProvider.",
            innerException: inner)
        { Context = request.ErrorContext() };
    }

    /// <summary>Creates the exception for a response of a token endpoint without a token.</summary>
    public static TraceFormatException NoToken(RequestDescription request, HttpResponseMessage response, byte[] body, string what)
    {
        var found = HtmlPage.IsIn(body) == true ? HtmlPage.Describe(request.Redact(LimitedBody.AsText(body))) : what;
        return new TraceFormatException(
            $"{request} responded with {(int)response.StatusCode}, but the body holds {found}. "
                + "Check that TokenEndpoint is the token endpoint itself.")
        { Context = request.ErrorContext(response) };
    }

    /// <summary>Creates the exception for a token endpoint that gave no response.</summary>
    public static TraceTransportException NotReached(RequestDescription request, Exception exception) => TransportErrors.Create(
        request, $"got no response ({exception.GetType().Name}). Check TokenEndpoint, the network and that the endpoint is up.", exception,
        RetryRules.IsTransient(exception));
}
