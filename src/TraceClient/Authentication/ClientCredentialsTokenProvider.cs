namespace TraceClient.Authentication;

/// <summary>Asks an OAuth 2.0 token endpoint by the client credentials grant. Each call is a request: a cache belongs around it.</summary>
internal sealed class ClientCredentialsTokenProvider : IBearerTokenProvider, IDisposable
{
    private readonly ClientCredentialsOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly HttpClient _client;

    public ClientCredentialsTokenProvider(ClientCredentialsOptions options)
    {
        if (options.Fault() is { } fault)
            throw new ArgumentException(fault, nameof(options));

        _options = options;
        _timeProvider = options.Cache.TimeProvider;
        _client = new HttpClient(PrimaryHandlers.Create(options.PrimaryHandler)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _options.TokenEndpoint) { Content = new FormUrlEncodedContent(Form()) };
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        var errors = new TokenEndpointErrors(request.SourceName, _options);
        var askedAt = _timeProvider.GetUtcNow();
        try
        {
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var body = await LimitedBody.ReadAsync(response.Content, _options.Cache.RefreshTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
            return Read(response, body, errors, askedAt);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is not OperationCanceledException && TransportErrors.IsTransport(fault))
        {
            throw errors.NotReached(fault);
        }
    }

    public void Dispose() => _client.Dispose();

    private static BearerToken Read(HttpResponseMessage response, byte[] body, TokenEndpointErrors errors, DateTimeOffset askedAt)
    {
        if (!response.IsSuccessStatusCode)
            throw errors.Refused(response, body, Parse(body));

        var answer = Parse(body) ?? throw errors.NoToken(response, body, "no JSON object");
        if (answer.AccessToken is not { Length: > 0 } value)
            throw answer.Error is null ? errors.NoToken(response, body, "no access_token") : errors.Refused(response, body, answer);
        if (answer.TokenType is { } type && !type.Equals("bearer", StringComparison.OrdinalIgnoreCase))
            throw errors.NoToken(response, body, "a token of another type than Bearer");
        if (BearerToken.Fault(value) is not null)
            throw errors.NoToken(response, body, "an access_token with characters that no header may carry");

        // Counted from the question, not the answer: what the network took is lost.
        return new BearerToken(value, Lifetime(answer.ExpiresIn) is { } lifetime ? askedAt + lifetime : null);
    }

    private static OAuthTokenResponse? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, OAuthJsonContext.Default.OAuthTokenResponse);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? Lifetime(JsonElement expiresIn)
    {
        var text = expiresIn.ValueKind switch
        {
            JsonValueKind.Number => expiresIn.GetRawText(),
            JsonValueKind.String => expiresIn.GetString(),
            _ => null,
        };
        const double LongestSeconds = 100 * 365.0 * 24 * 60 * 60;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds))
            : null;
    }

    private IEnumerable<KeyValuePair<string, string>> Form()
    {
        yield return new("grant_type", "client_credentials");
        yield return new("client_id", _options.ClientId);
        yield return new("client_secret", _options.ClientSecret);
        if (!string.IsNullOrEmpty(_options.Scope))
            yield return new("scope", _options.Scope);
        if (!string.IsNullOrEmpty(_options.Audience))
            yield return new("audience", _options.Audience);
    }
}

/// <summary>The answer of a token endpoint: a token, or an error (RFC 6749, 5.1 and 5.2).</summary>
internal sealed class OAuthTokenResponse
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; set; }

    [JsonPropertyName("token_type")]
    public string? TokenType { get; set; }

    /// <summary>Seconds; some endpoints write them as a string.</summary>
    [JsonPropertyName("expires_in")]
    public JsonElement ExpiresIn { get; set; }

    [JsonPropertyName("error")]
    public string? Error { get; set; }

    [JsonPropertyName("error_description")]
    public string? ErrorDescription { get; set; }
}

[JsonSerializable(typeof(OAuthTokenResponse))]
internal sealed partial class OAuthJsonContext : JsonSerializerContext;
