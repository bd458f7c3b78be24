namespace TraceClient.Authentication;

/// <summary>Provides the token that a request carries. Thread-safe; called before every attempt of every request.</summary>
public interface IBearerTokenProvider
{
    /// <summary>Gets the token to send.</summary>
    /// <param name="request">The source that needs it, and whether a token that the service has just refused is to be replaced.</param>
    /// <param name="cancellationToken">Stops the wait; other callers that wait for the same token go on waiting.</param>
    ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default);
}
