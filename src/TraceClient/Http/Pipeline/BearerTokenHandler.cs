namespace TraceClient.Http;

/// <summary>
/// Puts the token on each attempt, and counts what is sent. When the service refuses
/// the token, requests a new one once and sends once more, if it is another one.
/// </summary>
internal sealed class BearerTokenHandler(IBearerTokenProvider? provider, SourceHttpSettings settings, ILogger logger) : DelegatingHandler
{
    private readonly BearerTokenRequest _wanted = new(settings.SourceName);
    private SentToken? _sent;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A token belongs to one service: no other origin gets to see it.
        if (provider is null || request.RequestUri is not { } address || !BaseAddress.SameOrigin(address, settings.BaseAddress))
        {
            TokenHeaders.Remove(request);
            return await SendCountedAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var token = await GetTokenAsync(provider, request, _wanted, cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;

        var refreshed = await RefreshAsync(provider, request, token, response, cancellationToken).ConfigureAwait(false);
        if (string.Equals(refreshed.Value, token.Value, StringComparison.Ordinal))
            return response;

        response.Dispose();
        return await SendAsync(request, refreshed, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<HttpResponseMessage> SendAsync(HttpRequestMessage request, BearerToken token, CancellationToken cancellationToken)
    {
        RequestState.Of(request).AddToken(token.Value);

        // The header of the same token is made once.
        var sent = _sent;
        if (sent is null || !ReferenceEquals(sent.Token, token.Value))
            _sent = sent = new SentToken(token.Value, settings.TokenHeader(token.Value));
        TokenHeaders.Remove(request);
        request.Headers.TryAddWithoutValidation(sent.Header.Name, sent.Header.Value);
        return SendCountedAsync(request, cancellationToken);
    }

    private async ValueTask<HttpResponseMessage> SendCountedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            Instruments.RequestAnswered(settings.SourceName, request.Method, (int)response.StatusCode);
            return response;
        }
        catch (Exception exception)
        {
            Instruments.RequestFailed(settings.SourceName, request.Method, exception);
            throw;
        }
    }

    private async Task<BearerToken> RefreshAsync(
        IBearerTokenProvider tokens, HttpRequestMessage request, BearerToken refused, HttpResponseMessage response,
        CancellationToken cancellationToken)
    {
        try
        {
            var wanted = new BearerTokenRequest(settings.SourceName, ForceRefresh: true) { RefusedValue = refused.Value };
            var token = await GetTokenAsync(tokens, request, wanted, cancellationToken).ConfigureAwait(false);
            var changed = !string.Equals(token.Value, refused.Value, StringComparison.Ordinal);
            HttpLog.TokenRefreshed(logger, settings.SourceName, changed ? "another one came" : "the same one came");
            if (changed)
                Instruments.TokenRefreshed(settings.SourceName, "refused");
            return token;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async ValueTask<BearerToken> GetTokenAsync(
        IBearerTokenProvider tokens, HttpRequestMessage request, BearerTokenRequest wanted, CancellationToken cancellationToken)
    {
        try
        {
            return await tokens.GetTokenAsync(wanted, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The token provider returned null.");
        }
        catch (Exception exception) when (exception is not TraceClientException && !cancellationToken.IsCancellationRequested)
        {
            throw TokenErrors.ProviderFailed(new RequestDescription(settings.SourceName, request), exception);
        }
    }

    // Not a record: its text would show the token.
    private sealed class SentToken(string token, (string Name, string Value) header)
    {
        public string Token { get; } = token;

        public (string Name, string Value) Header { get; } = header;
    }
}

/// <summary>Gives the name and the value of the header in which a token is sent.</summary>
internal delegate (string Name, string Value) TokenHeader(string token);

internal static class TokenHeaders
{
    private const string ProjectTokenName = "X-Project-Token";

    /// <summary>Gives <c>Authorization: Bearer …</c></summary>
    public static (string Name, string Value) Bearer(string token) => ("Authorization", $"Bearer {token}");

    /// <summary>Gives <c>Authorization: UserKey …</c>, Kubiya's other scheme; its case matters.</summary>
    public static (string Name, string Value) UserKey(string token) => ("Authorization", $"UserKey {token}");

    /// <summary>Gives <c>X-Project-Token: …</c>, the header of Calyptia's project tokens.</summary>
    public static (string Name, string Value) ProjectToken(string token) => (ProjectTokenName, token);

    /// <summary>Removes the token from a request.</summary>
    public static void Remove(HttpRequestMessage request)
    {
        request.Headers.Authorization = null;
        request.Headers.Remove(ProjectTokenName);
    }
}
