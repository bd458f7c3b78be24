namespace TraceClient.Authentication;

/// <summary>Options for getting tokens by the client credentials grant.</summary>
public sealed class ClientCredentialsOptions
{
    /// <summary>Gets or sets the address of the token endpoint: https, or http to this machine.</summary>
    public required Uri TokenEndpoint { get; set; }

    /// <summary>Gets or sets the client's id.</summary>
    public required string ClientId { get; set; }

    /// <summary>Gets or sets the client's secret. It is sent in the form to
    /// the token endpoint and nowhere else, and shown nowhere.</summary>
    public required string ClientSecret { get; set; }

    /// <summary>Gets or sets the scopes to request, with a space between them; null for none.</summary>
    public string? Scope { get; set; }

    /// <summary>Gets or sets the API that the token is for, where the endpoint wants to know (Auth0 does); null to send none.</summary>
    public string? Audience { get; set; }

    /// <summary>Gets or sets the time when the token is renewed, and by which clock.</summary>
    public BearerTokenCacheOptions Cache { get; set; } = new();

    /// <summary>Gets or sets the function that creates the handler for requests to the endpoint, for a proxy or a test.</summary>
    /// <value>The default is null: a <see cref="SocketsHttpHandler"/> without redirects and cookies.</value>
    public Func<HttpMessageHandler>? PrimaryHandler { get; set; }

    /// <summary>What is wrong with the options, without quoting one; null when nothing is.</summary>
    internal string? FindError() => this switch
    {
        { TokenEndpoint: null } => "TokenEndpoint must be set.",
        _ when string.IsNullOrWhiteSpace(ClientId) => "ClientId must be set.",
        _ when string.IsNullOrWhiteSpace(ClientSecret) => "ClientSecret must be set.",
        { Cache: null } => "Cache must not be null.",
        _ => FindEndpointError() is { } error ? $"TokenEndpoint {error}" : Cache.FindError(),
    };

    // A query is legal for an endpoint (RFC 6749, 3.2). The option that allows plain http for a service does not exist here:
    // a client's secret is worth more than one token.
    private string? FindEndpointError()
    {
        var address = TokenEndpoint.IsAbsoluteUri ? new UriBuilder(TokenEndpoint) { Query = null }.Uri : TokenEndpoint;
        return BaseAddress.FindError(address, allowInsecureHttp: true)
            ?? (BaseAddress.IsReadableOnTheWay(TokenEndpoint) ? "must be https: over plain http the secret travels in clear text." : null);
    }
}
