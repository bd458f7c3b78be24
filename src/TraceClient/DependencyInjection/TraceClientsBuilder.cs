namespace TraceClient;

/// <summary>Adds to a client that <c>AddTraceClients</c> has registered.</summary>
public sealed class TraceClientsBuilder
{
    internal TraceClientsBuilder(IServiceCollection services, string key)
    {
        Services = services;
        Key = key;
    }

    /// <summary>Gets the container.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Gets the client's key; empty for the one without.</summary>
    public string Key { get; }

    /// <summary>Adds a source of your own, which the container makes.</summary>
    public TraceClientsBuilder AddSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>()
        where TSource : class, ITraceSource
    {
        Services.AddKeyedSingleton<ITraceSource, TSource>(Key);
        return this;
    }

    /// <summary>Adds a source of your own.</summary>
    public TraceClientsBuilder AddSource(Func<IServiceProvider, ITraceSource> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.AddKeyedSingleton(Key, (provider, _) => create(provider));
        return this;
    }

    /// <summary>Configures the HTTP client of a built-in source, for handlers of your own.</summary>
    /// <remarks>
    /// Your handlers stand outside of rate limit, retries and token: they see each request once, without its token. Handlers for retries,
    /// such as the standard resilience handler of Microsoft.Extensions.Http.Resilience, are taken out, since each of their attempts would
    /// be retried here as well: set <see cref="TraceSourceOptions.Resilience"/>. Redirects are turned off in the primary handler.
    /// </remarks>
    /// <param name="source">The name of the source: <c>calyptia</c>, <c>kubiya</c> or <c>galtea</c>.</param>
    /// <param name="configure">Adds to the client.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">No built-in source has this name.</exception>
    public TraceClientsBuilder ConfigureHttpClient(string source, Action<IHttpClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        if (!BuiltInSources.All.Any(known => known.Name == source))
        {
            var names = string.Join(", ", BuiltInSources.All.Select(known => known.Name));
            throw new ArgumentException($"Unknown source '{source}'. Use one of {names}.", nameof(source));
        }

        configure(Services.AddHttpClient(ClientConnections.NameOf(Key, source)));
        return this;
    }

    /// <summary>Sets further options.</summary>
    public TraceClientsBuilder Configure(Action<TraceClientsOptions> configure)
    {
        Services.Configure(Key, configure);
        return this;
    }
}
