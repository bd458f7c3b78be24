using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TraceClient.Otlp;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="OtlpTraceExporter"/> as a singleton. Its options are
/// validated when the host starts, or, without a host, when it is first resolved.</summary>
public static class OtlpExporterServiceCollectionExtensions
{
    private const string DefaultPrefix = "OtlpTraceExporter";

    /// <summary>Registers the exporter with options from the environment variables of <see cref="OtlpExporterEnvironment"/>.</summary>
    /// <param name="services">The container.</param>
    public static IServiceCollection AddOtlpTraceExporter(this IServiceCollection services) =>
        services.AddOtlpTraceExporter(options => options.ReadEnvironment());

    /// <summary>Registers the exporter with options from code.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the endpoint and what else there is.</param>
    public static IServiceCollection AddOtlpTraceExporter(this IServiceCollection services, Action<OtlpExporterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddCore(DefaultPrefix, options => options.Configure(configure));
    }

    /// <summary>Registers the exporter with options from a configuration section,
    /// with keys such as <c>Endpoint</c> and <c>Headers:Authorization</c>.</summary>
    /// <param name="services">The container.</param>
    /// <param name="section">Usually <c>configuration.GetSection("OtlpTraceExporter")</c>.</param>
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
