namespace TraceClient.Authentication;

/// <summary>Says which token a request carries. Thread-safe; asked before every attempt of every request.</summary>
public interface IBearerTokenProvider
{
    /// <summary>The token to send.</summary>
    /// <param name="request">Who asks, and whether a token that the service has just refused is to be replaced.</param>
    /// <param name="cancellationToken">Stops the wait; other callers that wait for the same token go on waiting.</param>
    ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default);
}
