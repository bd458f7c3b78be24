namespace TraceClient;

/// <summary>A client that owns its connections: see <see cref="TraceClients.Create"/>.</summary>
public sealed class StandaloneTraceClient : ITraceClient, IDisposable, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ITraceClient _client;

    internal StandaloneTraceClient(ServiceProvider services)
    {
        _services = services;
        try
        {
            _client = services.GetRequiredService<ITraceClient>();
        }
        catch
        {
            services.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ITraceSource> Sources => _client.Sources;

    /// <summary>Gets Calyptia's endpoints as they are on the wire.</summary>
    /// <exception cref="InvalidOperationException">Calyptia is not configured.</exception>
    public ICalyptiaApi Calyptia => _services.GetRequiredService<ICalyptiaApi>();

    /// <summary>Gets Kubiya's endpoints as they are on the wire.</summary>
    /// <exception cref="InvalidOperationException">Kubiya is not configured.</exception>
    public IKubiyaApi Kubiya => _services.GetRequiredService<IKubiyaApi>();

    /// <summary>Gets Galtea's endpoints as they are on the wire.</summary>
    /// <exception cref="InvalidOperationException">Galtea is not configured.</exception>
    public IGalteaApi Galtea => _services.GetRequiredService<IGalteaApi>();

    /// <inheritdoc/>
    public Task<Trace> GetTraceAsync(TraceReference reference, CancellationToken cancellationToken = default) =>
        _client.GetTraceAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public Task<Trace?> FindTraceAsync(TraceReference reference, CancellationToken cancellationToken = default) =>
        _client.FindTraceAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Trace> GetTracesAsync(IEnumerable<TraceReference> references, CancellationToken cancellationToken = default) =>
        _client.GetTracesAsync(references, cancellationToken);

    /// <inheritdoc/>
    public TraceList ListTracesAsync(TraceQuery? query = null, CancellationToken cancellationToken = default) =>
        _client.ListTracesAsync(query, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Span> StreamSpansAsync(TraceReference reference, CancellationToken cancellationToken = default) =>
        _client.StreamSpansAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TraceUpdate> FollowAsync(
        TraceReference reference, FollowOptions? options = null, CancellationToken cancellationToken = default) =>
        _client.FollowAsync(reference, options, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceHealth>> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        _client.CheckHealthAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
