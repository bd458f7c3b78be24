namespace TraceClient.Authentication;

/// <summary>Requests tokens of an OAuth 2.0 endpoint by the client credentials
/// grant. Each call is a request: a cache belongs around it.</summary>
internal sealed class ClientCredentialsTokenProvider(ClientCredentialsOptions options) : IBearerTokenProvider, IDisposable
{
    private const double LongestSeconds = 100 * 365.0 * 24 * 60 * 60;

    private readonly TimeProvider _timeProvider = options.Cache.TimeProvider;
    private readonly HttpClient _client = new(PrimaryHandlers.Create(options.PrimaryHandler)) { Timeout = Timeout.InfiniteTimeSpan };

    public async ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default)
    {
        KeyValuePair<string, string?>[] form =
        [
            new("grant_type", "client_credentials"), new("client_id", options.ClientId), new("client_secret", options.ClientSecret),
            new("scope", options.Scope), new("audience", options.Audience),
        ];
        using var message = new HttpRequestMessage(HttpMethod.Post, options.TokenEndpoint);
        message.Content = new FormUrlEncodedContent(form.Where(field => !string.IsNullOrEmpty(field.Value)));
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        RequestState.Of(message).AddToken(options.ClientSecret);
        var description = new RequestDescription(request.SourceName, message) { Operation = "GetToken" };
        var requestedAt = _timeProvider.GetUtcNow();
        try
        {
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            var body = await LimitedBody.ReadAsync(response.Content, options.Cache.RefreshTimeout, _timeProvider, cancellationToken)
                .ConfigureAwait(false);
            return Read(description, response, body, requestedAt);
        }
        catch (Exception exception) when (
            !cancellationToken.IsCancellationRequested && exception is not OperationCanceledException
                && TransportErrors.IsTransport(exception))
        {
            throw TokenErrors.NotReached(description, exception);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Reads a token or an error (RFC 6749, 5.1 and 5.2).</summary>
    private BearerToken Read(RequestDescription request, HttpResponseMessage response, byte[] body, DateTimeOffset requestedAt)
    {
        var (error, token, lifetime, isError) = response.IsSuccessStatusCode ? Parse(body) : default;
        if (!response.IsSuccessStatusCode || isError)
            throw ApiErrors.From(request, response, body, _timeProvider, isTokenEndpoint: true);
        if (error is not null)
            throw TokenErrors.NoToken(request, response, body, error);

        // Counted from the request, not the response: what the network took is lost. Some endpoints write the seconds as a string.
        return double.TryParse(lifetime, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? new BearerToken(token!, requestedAt + TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds)))
            : new BearerToken(token!);
    }

    private static (string? Error, string? Token, string? Lifetime, bool IsError) Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(LimitedBody.AsText(body));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return ("no JSON object", null, null, false);

            var (token, type) = (ErrorBodyReader.Text(root, "access_token"), ErrorBodyReader.Text(root, "token_type") ?? "bearer");
            var error = token is null ? "no access_token"
                : !type.Equals("bearer", StringComparison.OrdinalIgnoreCase) ? "a token of another type than Bearer"
                : BearerToken.FindError(token) is null ? null : "an access_token with characters that no header may carry";
            return (error, token, ErrorBodyReader.Text(root, "expires_in"),
                token is null && ErrorBodyReader.Text(root, "error") is not null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ("no JSON object", null, null, false);
        }
    }
}
