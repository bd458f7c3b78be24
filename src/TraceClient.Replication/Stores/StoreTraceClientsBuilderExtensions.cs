using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TraceClient;
using TraceClient.Replication;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that add a store to a client that <c>AddTraceClients</c> has registered.</summary>
public static class StoreTraceClientsBuilderExtensions
{
    /// <summary>Registers a store as a singleton: the <see cref="ITraceStore"/> of the client, under the same key.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="create">Creates the store, which the container disposes.</param>
    /// <returns>The client.</returns>
    public static TraceClientsBuilder AddStore(this TraceClientsBuilder builder, Func<IServiceProvider, ITraceStore> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddKeyedSingleton(builder.Key, (provider, _) => create(provider));
        if (builder.Key.Length == 0)
            builder.Services.AddSingleton(provider => provider.GetRequiredKeyedService<ITraceStore>(builder.Key));
        return builder;
    }

    /// <summary>Registers a hosted service that copies new and grown traces of the client to its store while the host runs.</summary>
    /// <remarks>
    /// The checkpoint is in the store, so that a restart resumes. A failure is logged, and the next pass tries again. Register a store
    /// first, such as with <c>AddSqliteStore</c>.
    /// </remarks>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The client.</returns>
    /// <exception cref="ArgumentException">An option is invalid; the message names it.</exception>
    public static TraceClientsBuilder AddStoreSync(this TraceClientsBuilder builder, Action<StoreSyncOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new StoreSyncOptions();
        configure?.Invoke(options);
        if (options.PollInterval <= TimeSpan.Zero || options.PollInterval > TimeSpan.FromDays(365))
            throw new ArgumentException(
                $"{nameof(StoreSyncOptions)}:{nameof(options.PollInterval)} must be more than 0 and at most a year; "
                    + $"it is {options.PollInterval}.", nameof(configure));
        if (options.Query?.Limit is not null)
            throw new ArgumentException($"{nameof(StoreSyncOptions)}:{nameof(options.Query)} must have no Limit.", nameof(configure));
        if (options.Replication.Errors().FirstOrDefault() is { } error)
            throw new ArgumentException(error, nameof(configure));
        builder.Services.AddSingleton<IHostedService>(provider => new StoreSynchronizer(
            provider.GetRequiredKeyedService<ITraceClient>(builder.Key),
            provider.GetRequiredKeyedService<ITraceStore>(builder.Key),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StoreSynchronizer>>()));
        return builder;
    }
}
