namespace TraceClient.DependencyInjection;

/// <summary>Sets a client's options from outside the code.</summary>
internal static class OutsideOptions
{
    /// <summary>Sets the options that a section has.</summary>
    /// <exception cref="OptionsValidationException">The section has a key that no option has, or a value of the wrong type.</exception>
    public static void Bind(IConfiguration? section, TraceClientsOptions options, string name)
    {
        // The generator of binding code does not see a conditional call.
        if (section is null)
            return;
        try
        {
            section.Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception)
        {
            // The binder's own exception quotes the value, which may be a token that stands under the wrong key.
            throw new OptionsValidationException(name, typeof(TraceClientsOptions), Errors(section, exception.Message));
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

    // Of an unknown key the message of the binder quotes the name, and leaves out where it stands; of a wrong value it quotes the path.
    private static string[] Errors(IConfiguration section, string message)
    {
        var paths = section.AsEnumerable().Select(entry => entry.Key);
        string[] errors = message.Contains(nameof(BinderOptions.ErrorOnUnknownConfiguration), StringComparison.Ordinal)
            ? [.. paths.Where(path => IsQuoted(ConfigurationPath.GetSectionKey(path))).Select(path => $"{path} is not a known key.")]
            : [.. paths.Where(IsQuoted).Select(path => $"{path} has a value of the wrong type.")];
        return errors is { Length: > 0 } ? errors : ["A value of the configuration has the wrong type."];

        bool IsQuoted(string text) => message.Contains($"'{text}'", StringComparison.Ordinal);
    }
}

/// <summary>Reads an environment variable, for tests; null where it is not set.</summary>
internal delegate string? EnvironmentReader(string name);
