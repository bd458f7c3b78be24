namespace TraceClient.Http;

/// <summary>Makes the exceptions of a token that could not be had.</summary>
internal static class TokenErrors
{
    private const int LongestMessage = 500;

    /// <summary>A provider threw: without its token, which an exception's text may hold.</summary>
    public static TraceClientException ProviderFailed(RequestDescription request, Exception fault)
    {
        var inner = Redaction.ExceptionOfProvider(fault, request.RawUri, request.State.Tokens);
        var words = Excerpt.Of(Redaction.TextOfProvider(fault.Message, request.RawUri, request.State.Tokens), LongestMessage);
        if (fault is OperationCanceledException or TimeoutException)
        {
            return new TraceTransportException($"{request} was not sent: the token provider gave up before it had a token ({fault.GetType().Name}).", inner)
            {
                Context = request.ErrorContext(),
                IsTransient = true,
            };
        }

        return new TraceAuthenticationException(
            $"{request} was not sent: the token provider failed with {fault.GetType().Name}: {words.TrimEnd('.')}. Check {request.OptionsKey}:TokenProvider.",
            innerException: inner)
        {
            Context = request.ErrorContext(),
        };
    }
}
