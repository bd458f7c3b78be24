using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TraceClient.Tool;

/// <summary>Makes the SDK's options of settings, by the SDK's own binding, and says of what it refuses where that stands.</summary>
internal static class ToolOptions
{
    private const string NothingThere = "No source is configured";

    /// <summary>The options for some of the sources; the others are not in it.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong, or unknown.</exception>
    public static TraceClientsOptions Of(params IReadOnlyList<SourceSettings> sources)
    {
        Setting[] settings = [.. sources.SelectMany(source => source.Resolve())];
        try
        {
            return Bind(settings);
        }
        catch (OptionsValidationException exception)
        {
            // That nothing is configured is for the caller to judge: a misspelt key of a source that is off must be told of all the same.
            string[] failures = [.. exception.Failures.Where(failure => !failure.StartsWith(NothingThere, StringComparison.Ordinal))];
            return failures.Length == 0
                ? new TraceClientsOptions()
                : throw new ConfigurationException(string.Join(' ', failures.Select(failure => WithPlace(failure, settings))));
        }
    }

    private static TraceClientsOptions Bind(params IEnumerable<Setting> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        using var services = new ServiceCollection().AddTraceClients(configuration).Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<TraceClientsOptions>>().Value;
    }

    private static string WithPlace(string failure, IEnumerable<Setting> settings)
    {
        var text = SdkMessage.ForUser(failure);
        var key = text[..text.IndexOf(' ', StringComparison.Ordinal)];
        var culprit = settings.FirstOrDefault(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
            || setting.Key.StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase));
        return culprit is null ? text : $"{culprit.Origin}: {text}";
    }
}
