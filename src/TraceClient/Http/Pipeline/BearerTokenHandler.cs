namespace TraceClient.Http;

/// <summary>
/// Puts the token on each attempt. When the service refuses it, asks once for a new one and sends once more, if it is another one.
/// </summary>
internal sealed class BearerTokenHandler(
    IBearerTokenProvider provider, TokenHeader header, Uri baseAddress, string sourceName, ILogger logger) : DelegatingHandler
{
    private readonly BearerTokenRequest _wanted = new(sourceName);
    private SentToken? _sent;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A token belongs to one service: no other origin gets to see it.
        if (request.RequestUri is not { } address || !BaseAddress.SameOrigin(address, baseAddress))
        {
            TokenHeaders.Remove(request);
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var token = await AskAsync(request, _wanted, cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;

        var refreshed = await RefreshAsync(request, token, response, cancellationToken).ConfigureAwait(false);
        if (string.Equals(refreshed.Value, token.Value, StringComparison.Ordinal))
            return response;

        response.Dispose();
        return await SendAsync(request, refreshed, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, BearerToken token, CancellationToken cancellationToken)
    {
        RequestState.Of(request).AddToken(token.Value);

        // The header of the same token is made once.
        var sent = _sent;
        if (sent is null || !ReferenceEquals(sent.Token, token.Value))
            _sent = sent = new SentToken(token.Value, header(token.Value));
        TokenHeaders.Remove(request);
        request.Headers.TryAddWithoutValidation(sent.Header.Name, sent.Header.Value);
        return base.SendAsync(request, cancellationToken);
    }

    private async Task<BearerToken> RefreshAsync(
        HttpRequestMessage request, BearerToken refused, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var wanted = new BearerTokenRequest(sourceName, ForceRefresh: true) { RefusedValue = refused.Value };
            var token = await AskAsync(request, wanted, cancellationToken).ConfigureAwait(false);
            var changed = !string.Equals(token.Value, refused.Value, StringComparison.Ordinal);
            HttpLog.TokenRefreshed(logger, sourceName, changed ? "another one came" : "the same one came");
            if (changed)
                Instruments.TokenRefreshed(sourceName, "refused");
            return token;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async ValueTask<BearerToken> AskAsync(HttpRequestMessage request, BearerTokenRequest wanted, CancellationToken cancellationToken)
    {
        try
        {
            return await provider.GetTokenAsync(wanted, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The token provider returned null.");
        }
        catch (Exception fault) when (fault is not TraceClientException && !cancellationToken.IsCancellationRequested)
        {
            throw TokenErrors.ProviderFailed(new RequestDescription(sourceName, request), fault);
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
