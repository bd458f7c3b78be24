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

    private readonly string? _scheme;

    private TokenHeader(string name, string? scheme)
    {
        Name = name;
        _scheme = scheme;
    }

    /// <summary>The header's name.</summary>
    public string Name { get; }

    /// <summary>Puts the token on the request in the place of the one before.</summary>
    public void Apply(HttpRequestMessage request, string token)
    {
        Remove(request);
        request.Headers.TryAddWithoutValidation(Name, _scheme is null ? token : $"{_scheme} {token}");
    }

    /// <summary>Takes the token off the request.</summary>
    public void Remove(HttpRequestMessage request) => request.Headers.Remove(Name);
}
