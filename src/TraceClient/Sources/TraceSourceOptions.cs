namespace TraceClient;

/// <summary>Options common to all built-in sources.</summary>
public abstract class TraceSourceOptions
{
    /// <summary>Gets or sets whether the source is used.</summary>
    /// <value>The default is null: it is used when <see cref="Token"/>,
    /// <see cref="TokenProvider"/> or <see cref="BaseAddress"/> is set.</value>
    public bool? Enabled { get; set; }

    /// <summary>Gets or sets the address of the service; its own path is kept.</summary>
    /// <value>The default is null: the vendor's public address.</value>
    public Uri? BaseAddress { get; set; }

    /// <summary>Gets or sets a fixed token. <see cref="TokenProvider"/> wins where both are set.</summary>
    public string? Token { get; set; }

    /// <summary>Gets or sets where tokens come from, when they change.</summary>
    public IBearerTokenProvider? TokenProvider { get; set; }

    /// <summary>Gets or sets whether plain http may be used for an address that
    /// is not a loopback one; the token then travels in clear text.</summary>
    /// <value>The default is false.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>Gets or sets retries, timeouts, circuit breaker and rate limit.</summary>
    [ValidateObjectMembers]
    public ResilienceOptions Resilience { get; set; } = new();

    /// <summary>Gets or sets how much of a response is read.</summary>
    [ValidateObjectMembers]
    public LimitOptions Limits { get; set; } = new();

    /// <summary>Gets or sets what makes the handler that sends the requests, for a proxy, client certificates or a test.</summary>
    /// <value>The default is null: a <see cref="SocketsHttpHandler"/> with decompression, without redirects and cookies.</value>
    public Func<HttpMessageHandler>? PrimaryHandler { get; set; }

    /// <summary>Gets whether the source is to be used: as <see cref="Enabled"/>
    /// says, else when a token, a provider or an address is set.</summary>
    public bool IsConfigured => Enabled ?? (!string.IsNullOrEmpty(Token) || TokenProvider is not null || BaseAddress is not null);
}
