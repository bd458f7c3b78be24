using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TraceClient;
using TraceClient.Calyptia;
using TraceClient.DependencyInjection;
using TraceClient.Galtea;
using TraceClient.Kubiya;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="ITraceClient"/> and the raw APIs behind it.</summary>
/// <remarks>
/// All services are singletons. A source is on when it is configured (token, provider or address). Options are validated when the
/// host starts, or, without a host, when the client is first asked for. A further call for the same client adds to what is there.
/// </remarks>
public static class TraceClientServiceCollectionExtensions
{
    private const string DefaultPrefix = "TraceClients";

    /// <summary>Registers the client with options from a configuration section.</summary>
    /// <param name="services">The container.</param>
    /// <param name="section">Usually <c>configuration.GetSection("TraceClients")</c>; with keys such as <c>Kubiya:Token</c>.</param>
    public static TraceClientsBuilder AddTraceClients(this IServiceCollection services, IConfiguration section) =>
        services.AddTraceClients(Options.Options.DefaultName, section);

    /// <summary>Registers the client with options from code.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets tokens and addresses.</param>
    public static TraceClientsBuilder AddTraceClients(this IServiceCollection services, Action<TraceClientsOptions> configure) =>
        services.AddTraceClients(Options.Options.DefaultName, configure);

    /// <summary>Registers a client under a key, for <c>[FromKeyedServices("tenant-a")]</c>, with options from a configuration section.</summary>
    /// <param name="services">The container.</param>
    /// <param name="serviceKey">The key of the client and of its raw APIs.</param>
    /// <param name="section">A section with keys such as <c>Kubiya:Token</c>.</param>
    public static TraceClientsBuilder AddTraceClients(this IServiceCollection services, string serviceKey, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var prefix = section is IConfigurationSection { Path: { Length: > 0 } path } ? path : DefaultPrefix;
        var builder = services.AddCore(serviceKey, prefix, options => options.Bind(section));
        services.AddSingleton<IValidateOptions<TraceClientsOptions>>(new ConfigurationKeys(serviceKey, prefix, section));
        return builder;
    }

    /// <summary>Registers a client under a key, for <c>[FromKeyedServices("tenant-a")]</c>, with options from code.</summary>
    /// <param name="services">The container.</param>
    /// <param name="serviceKey">The key of the client and of its raw APIs.</param>
    /// <param name="configure">Sets tokens and addresses.</param>
    public static TraceClientsBuilder AddTraceClients(this IServiceCollection services, string serviceKey, Action<TraceClientsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddCore(serviceKey, DefaultPrefix, options => options.Configure(configure));
    }

    private static TraceClientsBuilder AddCore(
        this IServiceCollection services, string key, string prefix, Action<OptionsBuilder<TraceClientsOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(key);

        var options = services.AddOptions<TraceClientsOptions>(key);
        configure(options);
        if (!services.Any(service => service.IsKeyedService && service.ServiceType == typeof(SourceServices) && key.Equals(service.ServiceKey)))
        {
            options.ValidateOnStart();
            services.AddSingleton<IValidateOptions<TraceClientsOptions>>(provider =>
                new TraceClientsOptionsValidator(key, prefix, provider.GetRequiredService<IServiceProviderIsKeyedService>()));
            services.AddClient(key);
        }

        return new TraceClientsBuilder(services, key);
    }

    private static void AddClient(this IServiceCollection services, string key)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(key, (provider, _) => new SourceServices(
            provider.GetRequiredService<IOptionsMonitor<TraceClientsOptions>>().Get(key), provider));
        services.AddKeyedSingleton(key, (provider, _) => provider.GetRequiredKeyedService<SourceServices>(key).Calyptia);
        services.AddKeyedSingleton(key, (provider, _) => provider.GetRequiredKeyedService<SourceServices>(key).Kubiya);
        services.AddKeyedSingleton(key, (provider, _) => provider.GetRequiredKeyedService<SourceServices>(key).Galtea);
        services.AddKeyedSingleton<ITraceClient>(key, (provider, _) => new MergedTraceClient(
            [.. provider.GetRequiredKeyedService<SourceServices>(key).Sources(), .. provider.GetKeyedServices<ITraceSource>(key)],
            provider.GetRequiredService<TimeProvider>()));

        if (key != Options.Options.DefaultName)
            return;
        services.AddSingleton(provider => provider.GetRequiredKeyedService<ITraceClient>(key));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<ICalyptiaApi>(key));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IKubiyaApi>(key));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IGalteaApi>(key));
    }
}
