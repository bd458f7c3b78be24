namespace TraceClient.Authentication;

/// <summary>What a token is wanted for.</summary>
/// <param name="SourceName">The source that asks, such as <c>kubiya</c>.</param>
/// <param name="ForceRefresh">True when the service has just refused the last token: a cached one must not be given again.</param>
public readonly record struct BearerTokenRequest(string SourceName, bool ForceRefresh = false)
{
    /// <summary>The value that the service has refused: a cache that already holds another one need not ask again. Never shown.</summary>
    internal string? RefusedValue { get; init; }
}
