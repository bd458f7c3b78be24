namespace TraceClient.Authentication;

/// <summary>A token and, where it is known, the time at which it expires. Its text shows no part of the token.</summary>
public sealed class BearerToken
{
    /// <summary>Initializes a new token.</summary>
    /// <param name="value">The token as it is sent, without a scheme.</param>
    /// <param name="expiresAt">When the service stops to accept it; null when that is unknown.</param>
    /// <exception cref="ArgumentException">The value is empty, or holds a character that no header may carry.</exception>
    public BearerToken(string value, DateTimeOffset? expiresAt = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        if (FindError(value) is { } error)
            throw new ArgumentException("The token " + error, nameof(value));

        Value = value;
        ExpiresAt = expiresAt;
    }

    /// <summary>Gets the token as it is sent, without a scheme.</summary>
    public string Value { get; }

    /// <summary>Gets the time when the service stops to accept it; null when that is unknown.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Returns a fixed text: a token is never shown.</summary>
    public override string ToString() => "BearerToken(***)";

    /// <summary>What is wrong with a text as a token, without quoting it; null when nothing is.</summary>
    internal static string? FindError(string value) => value.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? "may hold visible ASCII characters only. Check it for a space or a line break at its end, "
            + "or for a scheme such as Bearer in front of it."
        : null;
}

/// <summary>Represents a request for a token.</summary>
/// <param name="SourceName">The source that needs the token, such as <c>kubiya</c>.</param>
/// <param name="ForceRefresh">True when the service has just refused the last token: a cached one must not be given again.</param>
public readonly record struct BearerTokenRequest(string SourceName, bool ForceRefresh = false)
{
    /// <summary>The value that the service has refused: a cache that already holds another one need not request one. Never shown.</summary>
    internal string? RefusedValue { get; init; }
}
