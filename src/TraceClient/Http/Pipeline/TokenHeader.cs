namespace TraceClient.Http;

/// <summary>How a token travels: in which header, behind which scheme.</summary>
internal sealed class TokenHeader
{
    /// <summary><c>Authorization: Bearer …</c></summary>
    public static readonly TokenHeader Bearer = new("Authorization", "Bearer");

    /// <summary><c>Authorization: UserKey …</c>, Kubiya's other scheme; its case matters.</summary>
    public static readonly TokenHeader UserKey = new("Authorization", "UserKey");

    /// <summary><c>X-Project-Token: …</c>, the header of Calyptia's project tokens.</summary>
    public static readonly TokenHeader ProjectToken = new("X-Project-Token", scheme: null);

    private readonly Func<string, (string Name, string? Scheme)> _choose;

    private TokenHeader(string name, string? scheme)
        : this(_ => (name, scheme))
    {
    }

    private TokenHeader(Func<string, (string Name, string? Scheme)> choose) => _choose = choose;

    /// <summary>The header that suits each token, where a service takes several kinds.</summary>
    public static TokenHeader By(Func<string, TokenHeader> choose) => new(token => choose(token)._choose(token));

    /// <summary>Puts the token on the request in the place of the one before.</summary>
    public void Apply(HttpRequestMessage request, string token)
    {
        Remove(request);
        var (name, scheme) = _choose(token);
        request.Headers.TryAddWithoutValidation(name, scheme is null ? token : $"{scheme} {token}");
    }

    /// <summary>Takes the token off the request.</summary>
    public static void Remove(HttpRequestMessage request)
    {
        request.Headers.Authorization = null;
        request.Headers.Remove("X-Project-Token");
    }
}
