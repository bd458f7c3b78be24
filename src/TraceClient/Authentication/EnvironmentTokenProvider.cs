namespace TraceClient.Authentication;

/// <summary>The token in an environment variable.</summary>
internal sealed class EnvironmentTokenProvider(string name) : IBearerTokenProvider
{
    public ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default) =>
        new(TokenText.Parse(Environment.GetEnvironmentVariable(name), $"The environment variable {name}", request.SourceName));
}
