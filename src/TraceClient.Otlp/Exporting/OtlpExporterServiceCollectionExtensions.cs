using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TraceClient.Otlp;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that register <see cref="OtlpTraceExporter"/> as a singleton.</summary>
/// <remarks>The options are validated when the host starts; without a host, when the exporter is first resolved.</remarks>
public static class OtlpExporterServiceCollectionExtensions
{
    private const string DefaultPrefix = "OtlpTraceExporter";

    /// <summary>Registers the exporter with options from the environment variables of <see cref="OtlpExporterEnvironment"/>.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddOtlpTraceExporter(this IServiceCollection services) =>
        services.AddOtlpTraceExporter(options => options.ReadEnvironment());

    /// <summary>Registers the exporter with options from code.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Configures the options.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddOtlpTraceExporter(this IServiceCollection services, Action<OtlpExporterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddCore(DefaultPrefix, options => options.Configure(configure));
    }

    /// <summary>Registers the exporter with options from a configuration section.</summary>
    /// <remarks>The section has keys such as <c>Endpoint</c> and <c>Headers:Authorization</c>.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="section">The section, usually <c>configuration.GetSection("OtlpTraceExporter")</c>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddOtlpTraceExporter(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var prefix = section is IConfigurationSection { Path: { Length: > 0 } path } ? path : DefaultPrefix;
        return services.AddCore(prefix, options => options.Bind(section));
    }

    private static IServiceCollection AddCore(
        this IServiceCollection services, string prefix, Action<OptionsBuilder<OtlpExporterOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<OtlpExporterOptions>();
        configure(options);
        if (services.Any(service => service.ServiceType == typeof(OtlpTraceExporter)))
            return services;

        options.ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<OtlpExporterOptions>>(new OtlpExporterOptionsValidator(prefix));
        services.AddSingleton(provider => new OtlpTraceExporter(
            provider.GetRequiredService<IOptions<OtlpExporterOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
