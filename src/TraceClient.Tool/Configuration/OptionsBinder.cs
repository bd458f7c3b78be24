using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TraceClient.Tool;

/// <summary>Binds settings to the options of the SDK, and adds the origin of a setting to validation errors.</summary>
internal static class OptionsBinder
{
    /// <summary>Binds the settings of sources.</summary>
    /// <exception cref="ConfigurationException">A setting is invalid or unknown.</exception>
    public static TraceClientsOptions BindSources(params IReadOnlyList<SourceSettings> sources)
    {
        Setting[] settings = [.. sources.SelectMany(source => source.Resolve())];
        try
        {
            return Bind(settings);
        }
        catch (OptionsValidationException exception)
        {
            // The caller handles a configuration without sources; invalid keys of disabled sources are still errors.
            var hasSource = sources.Any(source => source.IsConfigured);
            string[] failures = [.. exception.Failures.Select(SdkMessage.ForUser).Where(failure => hasSource || BeginsWithKey(failure))];
            return failures.Length == 0
                ? new TraceClientsOptions()
                : throw new ConfigurationException(string.Join(' ', failures.Select(failure => WithOrigin(failure, settings))));
        }
    }

    private static TraceClientsOptions Bind(params IEnumerable<Setting> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        using var services = new ServiceCollection().AddTraceClients(configuration).Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<TraceClientsOptions>>().Value;
    }

    private static bool BeginsWithKey(string failure) =>
        SettingNames.Sources.Any(source => failure.StartsWith($"{source}:", StringComparison.Ordinal));

    private static string WithOrigin(string failure, IEnumerable<Setting> settings)
    {
        var key = failure.Split(' ')[0];
        var invalid = settings.FirstOrDefault(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
            || setting.Key.StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase));
        return invalid is null ? failure : $"{invalid.Origin}: {failure}";
    }
}
