namespace TraceClient.Authentication;

/// <summary>Makes token providers. All of them may be used from many threads and by several sources.</summary>
public static class BearerTokenProvider
{
    /// <summary>Returns the same token always.</summary>
    /// <param name="value">The token, without a scheme.</param>
    /// <exception cref="ArgumentException">The value is empty, or holds a character that no header may carry.</exception>
    public static IBearerTokenProvider FromValue(string value)
    {
        var token = new BearerToken(value);
        return new DelegateTokenProvider((_, _) => new(token));
    }

    /// <summary>Returns the token in an environment variable, read for every request; white space around it is left out.</summary>
    /// <param name="name">The variable's name. A variable that is missing or empty
    /// fails the request with a <see cref="TraceAuthenticationException"/>.</param>
    public static IBearerTokenProvider FromEnvironment(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new DelegateTokenProvider((request, _) =>
            new(TokenText.Parse(Environment.GetEnvironmentVariable(name), $"The environment variable {name}", request.SourceName)));
    }

    /// <summary>Returns the token in a file, such as a mounted secret; white space around it is left out.</summary>
    /// <param name="path">The file. It is read for every request, so a change holds from the next one on; at most 64 KB.</param>
    /// <remarks>A file that is missing, empty or no token fails the request with a <see cref="TraceAuthenticationException"/>.</remarks>
    public static IBearerTokenProvider FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new DelegateTokenProvider((request, cancellationToken) => TokenText.ReadAsync(path, request.SourceName, cancellationToken));
    }

    /// <summary>Returns the token that a function gives. The function is called before every
    /// attempt: put <see cref="Cached"/> around one that takes its time.</summary>
    /// <param name="getToken">The function. What it throws reaches the caller as a <see cref="TraceAuthenticationException"/>.</param>
    public static IBearerTokenProvider From(Func<BearerTokenRequest, CancellationToken, ValueTask<BearerToken>> getToken)
    {
        ArgumentNullException.ThrowIfNull(getToken);
        return new DelegateTokenProvider(getToken);
    }

    /// <summary>Tokens of an OAuth 2.0 token endpoint by the client credentials grant (RFC 6749, 4.4), kept until they expire.</summary>
    /// <param name="options">The endpoint and the credentials.</param>
    /// <returns>A provider whose <see cref="IDisposable.Dispose"/>, by a cast,
    /// closes its connections; one for the process needs none.</returns>
    /// <exception cref="ArgumentException">An option is missing or wrong; the text names it.</exception>
    public static IBearerTokenProvider ClientCredentials(ClientCredentialsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.FindError() is { } error
            ? throw new ArgumentException(error, nameof(options))
            : new CachedTokenProvider(new ClientCredentialsTokenProvider(options), options.Cache);
    }

    /// <summary>Keeps what another provider gives until it expires or is refused.</summary>
    /// <param name="inner">The provider to spare. It is called once at a time for each source, however many requests wait.</param>
    /// <param name="options">When to renew; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is wrong; the text names it.</exception>
    public static IBearerTokenProvider Cached(IBearerTokenProvider inner, BearerTokenCacheOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        options ??= new BearerTokenCacheOptions();
        return options.FindError() is { } error
            ? throw new ArgumentException(error, nameof(options))
            : new CachedTokenProvider(inner, options);
    }
}

/// <summary>The token that a function gives.</summary>
internal sealed class DelegateTokenProvider(Func<BearerTokenRequest, CancellationToken, ValueTask<BearerToken>> getToken)
    : IBearerTokenProvider
{
    public ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default) =>
        getToken(request, cancellationToken);
}

/// <summary>Makes a token of a text that a person or a tool has put somewhere.</summary>
internal static class TokenText
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The token in a file.</summary>
    /// <remarks>
    /// The file is read each time: time stamps are not reliable where a secret is mounted by symbolic links (Kubernetes), and to read them
    /// costs as much as the file.
    /// </remarks>
    public static async ValueTask<BearerToken> ReadAsync(string path, string sourceName, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            await using var _ = file.ConfigureAwait(false);
            var bytes = new byte[MostBytes + 1];
            var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return count > MostBytes
                ? throw new IOException("The file is larger than 64 KB, so it does not hold a token.")
                : Parse(Encoding.UTF8.GetString(bytes.AsSpan(0, count)).TrimStart('\uFEFF'), $"The file {path}", sourceName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NoToken(sourceName, $"The file {path} cannot be read ({exception.GetType().Name}).", exception);
        }
    }

    /// <summary>The token without the white space around it.</summary>
    /// <exception cref="TraceAuthenticationException">There is none, or it
    /// cannot be one; the text says where, and quotes nothing.</exception>
    public static BearerToken Parse(string? text, string place, string sourceName)
    {
        var value = text?.Trim() ?? "";
        var error = value.Length == 0 ? "is not set or empty." : BearerToken.FindError(value);
        return error is null ? new BearerToken(value) : throw NoToken(sourceName, $"{place} {error}");
    }

    private static TraceAuthenticationException NoToken(string sourceName, string reason, Exception? exception = null) =>
        new($"{sourceName}: no token. {reason}", innerException: exception) { SourceName = sourceName };
}
