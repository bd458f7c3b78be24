namespace TraceClient;

/// <summary>What a client needs to know of a built-in source. All that is special to the source stands in its own registration.</summary>
/// <param name="name">The name, as in references.</param>
/// <param name="optionsOf">Gets the source's options among those of a client.</param>
internal abstract class SourceRegistration(string name, Func<TraceClientsOptions, TraceSourceOptions> optionsOf)
{
    /// <summary>Gets the name, as in references.</summary>
    public string Name => name;

    /// <summary>Gets the source's options among those of a client.</summary>
    public TraceSourceOptions OptionsOf(TraceClientsOptions options) => optionsOf(options);

    /// <summary>Gets how the source is reached.</summary>
    public abstract SourceHttpSettings CreateSettings(TraceClientsOptions options);

    /// <summary>Makes the source over its REST interface, which <paramref name="services"/> has under <paramref name="key"/>.</summary>
    public abstract ITraceSource CreateSource(IServiceProvider services, string key, TraceClientsOptions options);

    /// <summary>Registers the REST interface.</summary>
    /// <param name="services">The container.</param>
    /// <param name="key">The key of the client.</param>
    /// <param name="connect">Makes the HTTP client, with the settings that it was made with.</param>
    public abstract void AddApi(
        IServiceCollection services, string key, Func<IServiceProvider, (HttpClient Client, SourceHttpSettings Settings)> connect);
}

/// <inheritdoc/>
internal abstract class SourceRegistration<TApi>(
    string name, Func<TraceClientsOptions, TraceSourceOptions> optionsOf, WireTypes types, JsonSerializerOptions? json = null)
    : SourceRegistration(name, optionsOf) where TApi : class
{
    public TApi CreateApi((HttpClient Client, SourceHttpSettings Settings) connection) =>
        RestClient.For<TApi>(connection.Client, connection.Settings, types, json);

    public override void AddApi(
        IServiceCollection services, string key, Func<IServiceProvider, (HttpClient Client, SourceHttpSettings Settings)> connect)
    {
        services.AddKeyedSingleton<TApi>(key, (provider, _) => CreateApi(connect(provider)));
        if (key.Length == 0)
            services.AddSingleton(provider => provider.GetRequiredKeyedService<TApi>(key));
    }

    public override ITraceSource CreateSource(IServiceProvider services, string key, TraceClientsOptions options) =>
        CreateSource(services.GetRequiredKeyedService<TApi>(key), options, services.GetRequiredService<TimeProvider>());

    protected abstract ITraceSource CreateSource(TApi api, TraceClientsOptions options, TimeProvider timeProvider);
}
