namespace TraceClient.Authentication;

/// <summary>Makes the exceptions of a token endpoint, without the client's secret.</summary>
internal sealed class TokenEndpointErrors(string sourceName, ClientCredentialsOptions options)
{
    private const int LongestMessage = 300;
    private const int KeptBodyBytes = 8 * 1024;
    private const string Operation = "GetToken";

    private readonly string[] _secrets = [options.ClientSecret];
    private readonly Uri? _address = Redaction.Address(options.TokenEndpoint, [options.ClientSecret]);

    /// <summary>The endpoint answered with an error: a refusal, or a fault of its own.</summary>
    public TraceApiException Refused(HttpResponseMessage response, byte[] body, OAuthTokenResponse? answer)
    {
        var status = response.StatusCode;
        var words = answer?.ErrorDescription ?? answer?.Error ?? ErrorBodyReader.Read(body, Redact).Message ?? "no explanation";
        var code = answer?.Error is { } error ? Safe(error) : null;
        var message = $"{Start} was answered with {(int)status}{(code is null ? null : $" {code}")}: {Safe(words).TrimEnd('.')}.";
        var context = Context();
        context.ErrorCode = code;
        context.IsTransient = RetryRules.IsTransient(status);
        context.ResponseBody = KeptBody(body);

        return status switch
        {
            HttpStatusCode.TooManyRequests =>
                new TraceRateLimitException($"{message} Fewer tokens have to be asked for.", status)
                {
                    Context = context,
                    RetryAfter = RetryAfterHeader.Read(response, options.Cache.TimeProvider),
                },
            >= HttpStatusCode.InternalServerError => new TraceServerException($"{message} The fault is on the endpoint's side; try again later.", status) { Context = context },
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                new TraceApiException($"{message} The redirect was not followed: the secret would travel with it. Set TokenEndpoint to the address that answers itself.", status) { Context = context },
            _ => new TraceAuthenticationException($"{message} Check TokenEndpoint, ClientId, ClientSecret, Scope and Audience.", status) { Context = context },
        };
    }

    /// <summary>The endpoint answered with success, but not with a token.</summary>
    public TraceFormatException NoToken(HttpResponseMessage response, byte[] body, string what)
    {
        var found = HtmlPage.IsIn(body) == true ? HtmlPage.Describe(Redact(LimitedBody.AsText(body))) : what;
        return new TraceFormatException($"{Start} was answered with {(int)response.StatusCode}, but the body holds {found}. Check that TokenEndpoint is the token endpoint itself.")
        {
            Context = Context(),
        };
    }

    /// <summary>The endpoint gave no answer.</summary>
    public TraceTransportException NotReached(Exception fault) => new(
        $"{Start} got no answer ({fault.GetType().Name}). Check TokenEndpoint, the network and that the endpoint is up.",
        Redaction.Exception(fault, options.TokenEndpoint, _secrets))
    {
        Context = Context(),
        IsTransient = RetryRules.IsTransient(fault),
    };

    private string Start => $"{sourceName}: {Operation} (POST {_address})";

    private ErrorContext Context() => new() { SourceName = sourceName, Operation = Operation, RequestUri = _address };

    private string Redact(string text) => Redaction.Text(text, _secrets);

    private string Safe(string text) => Excerpt.Of(Redact(text), LongestMessage);

    private string? KeptBody(byte[] body) =>
        body.Length == 0 ? null : Excerpt.OfBytes(Redact(LimitedBody.AsText(body)), KeptBodyBytes);
}
