using Microsoft.Extensions.DependencyInjection.Extensions;
using TraceClient;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="ITraceClient"/> and the raw APIs behind it.</summary>
/// <remarks>
/// All services are singletons. A source is on when it is configured (token, provider or address). Options are validated when the
/// host starts, or, without a host, when the client is first resolved. A further call for the same client adds to what is there. Options
/// from code win over those from a configuration section, whichever call comes first.
/// </remarks>
public static class TraceClientServiceCollectionExtensions
{
    private const string DefaultSection = "TraceClients";

    /// <summary>Registers the client with options from the section <c>TraceClients</c> of
    /// the host's configuration and from the vendors' environment variables.</summary>
    /// <remarks>
    /// The section is read where the container has an <see cref="IConfiguration"/>; a bare container has the environment only. A variable
    /// fills a source that has neither token, token provider nor address; <see cref="TraceClientsEnvironment"/> names the variables.
    /// </remarks>
    /// <param name="services">The container.</param>
    /// <returns>A builder that adds to the client.</returns>
    public static TraceClientsBuilder AddTraceClients(this IServiceCollection services)
    {
        var builder = services.AddCore(Options.Options.DefaultName, DefaultSection);
        services.AddSection(
            Options.Options.DefaultName, static provider => provider.GetService<IConfiguration>()?.GetSection(DefaultSection));
        services.AddOptions<TraceClientsOptions>().PostConfigure<IEnumerable<EnvironmentReader>>(OutsideOptions.ReadEnvironment);
        return builder;
    }

    /// <summary>Registers the client with options from a configuration section.</summary>
    /// <param name="services">The container.</param>
    /// <param name="section">Usually <c>configuration.GetSection("TraceClients")</c>; with keys such as <c>Kubiya:Token</c>.</param>
    /// <returns>A builder that adds to the client.</returns>
    public static TraceClientsBuilder AddTraceClients(this IServiceCollection services, IConfiguration section) =>
        services.AddTraceClients(Options.Options.DefaultName, section);

    /// <summary>Registers the client with options from code.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets tokens and addresses.</param>
    /// <returns>A builder that adds to the client.</returns>
    public static TraceClientsBuilder AddTraceClients(this IServiceCollection services, Action<TraceClientsOptions> configure) =>
        services.AddTraceClients(Options.Options.DefaultName, configure);

    /// <summary>Registers a client under a key, for <c>[FromKeyedServices("tenant-a")]</c>,
    /// with options from a configuration section.</summary>
    /// <param name="services">The container.</param>
    /// <param name="serviceKey">The key of the client and of its raw APIs.</param>
    /// <param name="section">A section with keys such as <c>Kubiya:Token</c>.</param>
    /// <returns>A builder that adds to the client.</returns>
    public static TraceClientsBuilder AddTraceClients(this IServiceCollection services, string serviceKey, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var place = section is IConfigurationSection { Path: { Length: > 0 } path } ? path : DefaultSection;
        var builder = services.AddCore(serviceKey, place);
        services.AddSection(serviceKey, _ => section);
        return builder;
    }

    /// <summary>Registers a client under a key, for <c>[FromKeyedServices("tenant-a")]</c>, with options from code.</summary>
    /// <param name="services">The container.</param>
    /// <param name="serviceKey">The key of the client and of its raw APIs.</param>
    /// <param name="configure">Sets tokens and addresses.</param>
    /// <returns>A builder that adds to the client.</returns>
    public static TraceClientsBuilder AddTraceClients(
        this IServiceCollection services, string serviceKey, Action<TraceClientsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddCore(serviceKey, DefaultSection).Configure(configure);
    }

    private static TraceClientsBuilder AddCore(this IServiceCollection services, string key, string place)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(key);
        if (!services.Any(
            service => service.IsKeyedService && service.ServiceType == typeof(ClientConnections) && key.Equals(service.ServiceKey)))
        {
            services.AddOptions<TraceClientsOptions>(key).ValidateOnStart();
            services.AddSingleton<IValidateOptions<TraceClientsOptions>>(provider =>
                new TraceClientsOptionsValidator(key, place, provider.GetRequiredService<IServiceProviderIsKeyedService>()));
            services.AddClient(key);
        }

        return new TraceClientsBuilder(services, key);
    }

    /// <summary>Adds a section before the options from code, and behind other sections.</summary>
    private static void AddSection(this IServiceCollection services, string key, Func<IServiceProvider, IConfiguration?> find)
    {
        var options = ServiceDescriptor.Singleton<IConfigureOptions<TraceClientsOptions>>(provider =>
            new ConfigureNamedOptions<TraceClientsOptions>(key, options => OutsideOptions.Bind(find(provider), options, key)));
        var first = services.TakeWhile(service => service.ServiceType != typeof(IConfigureOptions<TraceClientsOptions>)
            || service.ImplementationInstance is null).Count();
        services.Insert(first, options);
    }

    private static void AddClient(this IServiceCollection services, string key)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new ClientKey(key));
        services.AddKeyedSingleton(key, (provider, _) => new ClientConnections(key, provider));
        foreach (var source in BuiltInSources.All)
            services.AddSource(key, source);
        services.AddKeyedSingleton<ITraceClient>(key, (provider, _) => new MergedTraceClient(
            [.. provider.GetRequiredKeyedService<ClientConnections>(key).Sources(), .. provider.GetKeyedServices<ITraceSource>(key)],
            provider.GetRequiredService<TimeProvider>()));
        if (key.Length == 0)
            services.AddSingleton(provider => provider.GetRequiredKeyedService<ITraceClient>(key));
    }

    private static void AddSource(this IServiceCollection services, string key, SourceRegistration source)
    {
        var name = ClientConnections.NameOf(key, source.Name);

        // A new chain would forget what the circuit breaker and the rate
        // limiter know; the primary handler renews its connections by itself.
        services.AddHttpClient(name)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
                PrimaryHandlers.Create(source.OptionsOf(provider.GetRequiredKeyedService<ClientConnections>(key).Options).PrimaryHandler));
        services.PostConfigure<HttpClientFactoryOptions>(name, options => options.HttpMessageHandlerBuilderActions.Add(
            builder => builder.Services.GetRequiredKeyedService<ClientConnections>(key).Arrange(builder, source)));
        source.AddApi(services, key, provider => provider.GetRequiredKeyedService<ClientConnections>(key).Connect(source));
    }
}
