using Microsoft.Extensions.DependencyInjection.Extensions;
using TraceClient;
using TraceClient.PostgreSql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that add a PostgreSQL database to a client that <c>AddTraceClients</c> has registered.</summary>
public static class PostgreSqlTraceClientsBuilderExtensions
{
    /// <summary>Registers a store with connections of its own.</summary>
    /// <remarks>
    /// The services <see cref="PostgreSqlTraceStore"/>, <see cref="ITraceStore"/> and <see cref="IWorkQueue"/> are one singleton, with the
    /// key of the client. For a client without a key, they are registered without one, too.
    /// </remarks>
    /// <param name="builder">The builder of the client.</param>
    /// <param name="connectionString">A connection string of Npgsql, or an address such as <c>postgres://app@localhost/traces</c>.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">
    /// The connection string is empty. One that is invalid, or an invalid option, fails when the store is resolved; the message has no
    /// password.
    /// </exception>
    public static TraceClientsBuilder AddPostgreSqlStore(
        this TraceClientsBuilder builder, string connectionString, Action<PostgreSqlTraceStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return builder.AddStore(configure, (_, options, timeProvider) => new PostgreSqlTraceStore(connectionString, options, timeProvider));
    }

    /// <summary>Registers a store with the <see cref="NpgsqlDataSource"/> of the container.</summary>
    /// <remarks>
    /// One that is registered with the key of the client is preferred; if there is none, resolving the store throws an
    /// <see cref="InvalidOperationException"/>. The services <see cref="PostgreSqlTraceStore"/>, <see cref="ITraceStore"/> and
    /// <see cref="IWorkQueue"/> are one singleton, with the key of the client. For a client without a key, they are registered without one,
    /// too.
    /// </remarks>
    /// <param name="builder">The builder of the client.</param>
    /// <param name="configure">Sets options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    public static TraceClientsBuilder AddPostgreSqlStore(
        this TraceClientsBuilder builder, Action<PostgreSqlTraceStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = builder.Key;
        return builder.AddStore(configure, (services, options, timeProvider) => new PostgreSqlTraceStore(
            services.GetKeyedService<NpgsqlDataSource>(key) ?? services.GetRequiredService<NpgsqlDataSource>(), options, timeProvider));
    }

    private static TraceClientsBuilder AddStore(
        this TraceClientsBuilder builder, Action<PostgreSqlTraceStoreOptions>? configure,
        Func<IServiceProvider, PostgreSqlTraceStoreOptions, TimeProvider, PostgreSqlTraceStore> create)
    {
        var (services, key) = (builder.Services, builder.Key);
        services.AddKeyedSingleton(key, (provider, _) =>
        {
            var options = new PostgreSqlTraceStoreOptions();
            configure?.Invoke(options);
            return create(provider, options, provider.GetService<TimeProvider>() ?? TimeProvider.System);
        });
        services.AddKeyedSingleton<ITraceStore>(key, (provider, _) => provider.GetRequiredKeyedService<PostgreSqlTraceStore>(key));
        services.AddKeyedSingleton<IWorkQueue>(key, (provider, _) => provider.GetRequiredKeyedService<PostgreSqlTraceStore>(key));
        if (key.Length > 0)
            return builder;
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<PostgreSqlTraceStore>(key));
        services.TryAddSingleton<ITraceStore>(provider => provider.GetRequiredKeyedService<PostgreSqlTraceStore>(key));
        services.TryAddSingleton<IWorkQueue>(provider => provider.GetRequiredKeyedService<PostgreSqlTraceStore>(key));
        return builder;
    }
}
