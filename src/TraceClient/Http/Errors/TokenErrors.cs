namespace TraceClient.Http;

/// <summary>Makes the exceptions of a token that could not be had.</summary>
internal static class TokenErrors
{
    private const int LongestMessage = 500;

    /// <summary>A provider threw: without its token, which an exception's text may hold.</summary>
    public static TraceClientException ProviderFailed(RequestDescription request, Exception fault)
    {
        var tokens = request.State.Tokens;
        var inner = Redaction.Exception(fault, request.RawUri, tokens, isOfProvider: true);
        if (fault is OperationCanceledException or TimeoutException)
            return TransportErrors.Create(request, $"was not sent: the token provider gave up before it had a token ({fault.GetType().Name}).", inner);

        var words = Excerpt.Of(Redaction.TextWithoutQueries(fault.Message, request.RawUri, tokens, isOfProvider: true), LongestMessage);
        return new TraceAuthenticationException(
            $"{request} was not sent: the token provider failed with {fault.GetType().Name}: {words.TrimEnd('.')}. Check {request.OptionsKey}:TokenProvider.",
            innerException: inner)
        {
            Context = request.ErrorContext(),
        };
    }

    /// <summary>A token endpoint answered with success, but not with a token.</summary>
    public static TraceFormatException NoToken(RequestDescription request, HttpResponseMessage response, byte[] body, string what)
    {
        var found = HtmlPage.IsIn(body) == true ? HtmlPage.Describe(request.Redact(LimitedBody.AsText(body))) : what;
        return new TraceFormatException(
            $"{request} was answered with {(int)response.StatusCode}, but the body holds {found}. Check that TokenEndpoint is the token endpoint itself.")
        {
            Context = request.ErrorContext(response),
        };
    }

    /// <summary>A token endpoint gave no answer.</summary>
    public static TraceTransportException NotReached(RequestDescription request, Exception fault) => TransportErrors.Create(
        request,
        $"got no answer ({fault.GetType().Name}). Check TokenEndpoint, the network and that the endpoint is up.",
        fault,
        RetryRules.IsTransient(fault));
}
