namespace TraceClient;

/// <summary>Makes a client without a dependency-injection container: for a script, a test, a small tool.</summary>
public static class TraceClients
{
    /// <summary>Makes a client.</summary>
    /// <param name="configure">Sets tokens and addresses; a source without any is left out.</param>
    /// <param name="services">Adds sources of your own, logging, a <see cref="TimeProvider"/>.</param>
    /// <returns>The client; dispose it to close its connections.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option
    /// is wrong, or no source is configured; the message names the option.</exception>
    public static StandaloneTraceClient Create(Action<TraceClientsOptions> configure, Action<TraceClientsBuilder>? services = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new ServiceCollection().AddTraceClients(configure);
        services?.Invoke(builder);
        return new StandaloneTraceClient(builder.Services.BuildServiceProvider());
    }
}
