using TraceClient.Authentication;

namespace TraceClient.Tests.Stubs;

/// <summary>Represents a provider that returns one token after the other, the last one repeatedly.</summary>
internal sealed class TokenList(params string[] tokens) : IBearerTokenProvider
{
    private readonly Lock _gate = new();

    public List<BearerTokenRequest> Requests { get; } = [];

    public ValueTask<BearerToken> GetTokenAsync(BearerTokenRequest request, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Requests.Add(request);
            return new(new BearerToken(tokens[Math.Min(Requests.Count, tokens.Length) - 1]));
        }
    }
}
