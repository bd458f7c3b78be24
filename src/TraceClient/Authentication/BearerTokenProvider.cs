namespace TraceClient.Authentication;

/// <summary>Makes token providers.</summary>
public static class BearerTokenProvider
{
    /// <summary>The same token always.</summary>
    /// <param name="value">The token, without a scheme.</param>
    /// <exception cref="ArgumentException">The value is empty, or holds a character that no header may carry.</exception>
    public static IBearerTokenProvider FromValue(string value) => new FixedTokenProvider(new BearerToken(value));
}
