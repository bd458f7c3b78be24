using System.Collections.Concurrent;

namespace TraceClient.Authentication;

/// <summary>Keeps a token for each source. The sources are kept apart, so that no service ever gets a token meant for another.</summary>
internal sealed class CachedTokenProvider : IBearerTokenProvider, IDisposable
{
    private readonly IBearerTokenProvider _inner;
    private readonly BearerTokenCacheOptions _options;
    private readonly ConcurrentDictionary<string, CachedToken> _tokens = new(StringComparer.Ordinal);

    public CachedTokenProvider(IBearerTokenProvider inner, BearerTokenCacheOptions options)
    {
        if (options.Fault() is { } fault)
            throw new ArgumentException(fault, nameof(options));

        _inner = inner;
        _options = options;
    }

    public ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default) =>
        _tokens.GetOrAdd(request.SourceName, static (_, cache) => new CachedToken(cache._inner, cache._options), this).GetAsync(request, cancellationToken);

    public void Dispose() => (_inner as IDisposable)?.Dispose();
}
