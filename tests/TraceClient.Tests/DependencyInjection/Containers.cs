using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace TraceClient.Tests.DependencyInjection;

/// <summary>Makes the containers of these tests, with every check of the container's own on.</summary>
internal static class Containers
{
    public static ServiceProvider Build(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>A configuration in memory; of two values of one key the later one holds.</summary>
    public static IConfigurationRoot Configuration(params IEnumerable<(string Key, string? Value)> entries) => new ConfigurationBuilder()
        .AddInMemoryCollection(entries.GroupBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => KeyValuePair.Create(group.Key, group.Last().Value)))
        .Build();

    public static IConfigurationSection Section(params IEnumerable<(string Key, string? Value)> entries) =>
        Configuration(entries.Select(entry => ($"TraceClients:{entry.Key}", entry.Value))).GetSection("TraceClients");

    public static string[] Names(this ITraceClient client) => [.. client.Sources.Select(source => source.Name)];
}
