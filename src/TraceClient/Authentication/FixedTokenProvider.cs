namespace TraceClient.Authentication;

/// <summary>The same token always.</summary>
internal sealed class FixedTokenProvider(BearerToken token) : IBearerTokenProvider
{
    public ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default) => new(token);
}
