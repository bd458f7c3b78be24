using Microsoft.Extensions.Configuration;

namespace TraceClient.DependencyInjection;

/// <summary>Sets a client's options from a section.</summary>
/// <param name="key">The key of the client.</param>
/// <param name="section">The section; null where the container has no configuration.</param>
internal sealed class SectionOptions(string key, IConfiguration? section) : IConfigureNamedOptions<TraceClientsOptions>
{
    public void Configure(TraceClientsOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, TraceClientsOptions options)
    {
        // The generator of binding code does not see a conditional call.
        if (name != key || section is null)
            return;
        try
        {
            section.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception) when (UnknownKeys(exception.Message) is { Length: > 0 } unknown)
        {
            throw new OptionsValidationException(name, typeof(TraceClientsOptions), unknown);
        }
    }

    // The message of the binder quotes the names and leaves out where they stand.
    private string[] UnknownKeys(string message) => message.Contains(nameof(BinderOptions.ErrorOnUnknownConfiguration), StringComparison.Ordinal)
        ? [.. section!.AsEnumerable().Select(entry => entry.Key).Where(path => message.Contains($"'{ConfigurationPath.GetSectionKey(path)}'", StringComparison.Ordinal))
            .Select(path => $"{path} is not a known key.")]
        : [];
}

/// <summary>Fills the sources of the client without a key from the vendors' environment variables, after all that code and configuration set.</summary>
/// <param name="readers">What reads a variable; none for the environment of the process.</param>
internal sealed class EnvironmentOptions(IEnumerable<EnvironmentReader> readers) : IPostConfigureOptions<TraceClientsOptions>
{
    public void PostConfigure(string? name, TraceClientsOptions options)
    {
        if (name != Options.DefaultName)
            return;
        try
        {
            options.ReadEnvironment(readers.LastOrDefault() is { } reader ? reader.Invoke : null);
        }
        catch (FormatException exception)
        {
            throw new OptionsValidationException(name, typeof(TraceClientsOptions), [exception.Message]);
        }
    }
}

/// <summary>Reads an environment variable, for tests; null where it is not set.</summary>
internal delegate string? EnvironmentReader(string name);
