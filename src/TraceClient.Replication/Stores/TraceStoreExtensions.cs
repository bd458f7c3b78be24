namespace TraceClient.Replication;

/// <summary>Creates clients over stores.</summary>
public static class TraceStoreExtensions
{
    /// <summary>Creates a client that reads the traces of a store.</summary>
    /// <param name="store">The store. It is not disposed.</param>
    /// <param name="cancellationToken">Cancels the read of the names of its sources.</param>
    /// <returns>A client with the sources that the store has now.</returns>
    /// <exception cref="TraceClientException">The store cannot be read.</exception>
    public static async Task<StandaloneTraceClient> CreateClientAsync(
        this ITraceStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var sources = await store.GetSourcesAsync(cancellationToken).ConfigureAwait(false);
        return TraceClients.Create(static _ => { }, builder =>
        {
            foreach (var source in sources)
                builder.AddSource(_ => source);
        });
    }
}
