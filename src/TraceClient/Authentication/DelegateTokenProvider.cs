namespace TraceClient.Authentication;

/// <summary>The token that a function gives.</summary>
internal sealed class DelegateTokenProvider(Func<BearerTokenRequest, CancellationToken, ValueTask<BearerToken>> getToken) : IBearerTokenProvider
{
    public ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default) =>
        getToken(request, cancellationToken);
}
