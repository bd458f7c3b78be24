using TraceClient;
using TraceClient.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that add a SQLite file to a client that <c>AddTraceClients</c> has registered.</summary>
public static class SqliteTraceClientsBuilderExtensions
{
    /// <summary>Registers a <see cref="SqliteTraceStore"/> as the <see cref="ITraceStore"/> of the client.</summary>
    /// <remarks><c>AddStoreSync</c> keeps it in sync.</remarks>
    /// <param name="builder">The client.</param>
    /// <param name="path">The path of the file, which is created if it does not exist.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The client.</returns>
    /// <exception cref="ArgumentException">The path is empty. An invalid option fails when the store is resolved.</exception>
    public static TraceClientsBuilder AddSqliteStore(
        this TraceClientsBuilder builder, string path, Action<SqliteTraceStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var options = new SqliteTraceStoreOptions();
        configure?.Invoke(options);
        return builder.AddStore(provider => new SqliteTraceStore(path, options, provider.GetRequiredService<TimeProvider>()));
    }
}
