namespace TraceClient;

/// <summary>Reads the environment variables that the vendors' own tools read.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Calyptia</term><description><c>CALYPTIA_CLOUD_TOKEN</c> with <c>CALYPTIA_CLOUD_URL</c>,
/// else <c>CALYPTIA_API_TOKEN</c> with <c>CALYPTIA_API_URL</c></description></item>
/// <item><term>Kubiya</term><description><c>KUBIYA_API_KEY</c> with <c>KUBIYA_CONTROL_PLANE_BASE_URL</c></description></item>
/// <item><term>Galtea</term><description><c>GALTEA_API_KEY</c> with <c>GALTEA_API_URL</c></description></item>
/// </list>
/// </remarks>
public static class TraceClientsEnvironment
{
    /// <summary>Sets token and address of each source that has a token in the
    /// environment, and neither token, provider nor address set yet.</summary>
    /// <param name="options">The options to fill in.</param>
    /// <param name="read">Reads a variable; null for the process's environment.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="FormatException">A variable with an address holds none; the message names it.</exception>
    public static TraceClientsOptions ReadEnvironment(this TraceClientsOptions options, Func<string, string?>? read = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        read ??= Environment.GetEnvironmentVariable;

        Apply(options.Calyptia, "CALYPTIA_CLOUD_TOKEN", "CALYPTIA_CLOUD_URL", read);
        Apply(options.Calyptia, "CALYPTIA_API_TOKEN", "CALYPTIA_API_URL", read);
        Apply(options.Kubiya, "KUBIYA_API_KEY", "KUBIYA_CONTROL_PLANE_BASE_URL", read);
        Apply(options.Galtea, "GALTEA_API_KEY", "GALTEA_API_URL", read);
        return options;
    }

    // A token goes with the address beside it and no other: else it could be sent to where it does not belong.
    private static void Apply(TraceSourceOptions source, string tokenVariable, string addressVariable, Func<string, string?> read)
    {
        if (!string.IsNullOrEmpty(source.Token) || source.TokenProvider is not null || source.BaseAddress is not null)
            return;
        if (read(tokenVariable)?.Trim() is not { Length: > 0 } token)
            return;

        source.Token = token;
        if (read(addressVariable) is { Length: > 0 } address)
        {
            source.BaseAddress = Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri)
                ? uri
                : throw new FormatException($"The environment variable {addressVariable} holds no absolute address.");
        }
    }
}
