namespace TraceClient.DependencyInjection;

/// <summary>Sets a client's options from outside the code.</summary>
internal static class OutsideOptions
{
    /// <summary>Sets the options that a section has.</summary>
    /// <exception cref="OptionsValidationException">The section has a key that no option has.</exception>
    public static void Bind(IConfiguration? section, TraceClientsOptions options, string name)
    {
        // The generator of binding code does not see a conditional call.
        if (section is null)
            return;
        try
        {
            section.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception) when (UnknownKeys(section, exception.Message) is { Length: > 0 } unknown)
        {
            throw new OptionsValidationException(name, typeof(TraceClientsOptions), unknown);
        }
    }

    /// <summary>Fills the sources that code and configuration left alone from the vendors' environment variables.</summary>
    /// <param name="options">The options.</param>
    /// <param name="readers">What reads a variable; none for the environment of the process.</param>
    public static void ReadEnvironment(TraceClientsOptions options, IEnumerable<EnvironmentReader> readers)
    {
        try
        {
            options.ReadEnvironment(readers.LastOrDefault() is { } reader ? reader.Invoke : null);
        }
        catch (FormatException exception)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(TraceClientsOptions), [exception.Message]);
        }
    }

    // The message of the binder quotes the names and leaves out where they stand.
    private static string[] UnknownKeys(IConfiguration section, string message) =>
        message.Contains(nameof(BinderOptions.ErrorOnUnknownConfiguration), StringComparison.Ordinal)
            ? [.. section.AsEnumerable().Select(entry => entry.Key)
                .Where(path => message.Contains($"'{ConfigurationPath.GetSectionKey(path)}'", StringComparison.Ordinal))
                .Select(path => $"{path} is not a known key.")]
            : [];
}

/// <summary>Reads an environment variable, for tests; null where it is not set.</summary>
internal delegate string? EnvironmentReader(string name);
