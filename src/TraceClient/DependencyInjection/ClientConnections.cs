namespace TraceClient.DependencyInjection;

/// <summary>The connections of one client to its built-in sources. The container's disposal ends its requests and closes them.</summary>
/// <remarks>The factory of the host keeps handlers for as long as the process runs, and does not dispose them: this does.</remarks>
internal sealed class ClientConnections(string key, IServiceProvider services) : IDisposable
{
    // Both retry, and each of our attempts would become several.
    private static readonly string[] ForeignRetries =
        ["Microsoft.Extensions.Http.Resilience.ResilienceHandler", "Microsoft.Extensions.Http.PolicyHttpMessageHandler"];

    private readonly CancellationTokenSource _disposed = new();
    private readonly Dictionary<string, SourceHttpSettings> _settings = new(StringComparer.Ordinal);
    private readonly List<HttpMessageHandler> _handlers = [];

    public TraceClientsOptions Options { get; } = services.GetRequiredService<IOptionsMonitor<TraceClientsOptions>>().Get(key);

    /// <summary>Gets the name of a source's HTTP client at the factory.</summary>
    public static string NameOf(string key, string source) => key.Length == 0 ? $"TraceClient.{source}" : $"TraceClient.{key}.{source}";

    /// <summary>Gets the built-in sources that are configured.</summary>
    public IEnumerable<ITraceSource> Sources() =>
        BuiltInSources.All.Where(source => source.OptionsOf(Options).IsConfigured)
            .Select(source => source.CreateSource(services, key, Options));

    /// <summary>Makes the HTTP client of a source.</summary>
    /// <exception cref="InvalidOperationException">The source is not configured.</exception>
    public (HttpClient Client, SourceHttpSettings Settings) Connect(SourceRegistration source)
    {
        if (!source.OptionsOf(Options).IsConfigured)
            throw new InvalidOperationException(NotConfigured(source));
        var settings = SettingsOf(source);
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(NameOf(key, source.Name));
        _disposed.Token.Register(client.CancelPendingRequests);
        return (SourceHttpClient.Configure(client, settings), settings);
    }

    /// <summary>Puts the handlers of the source around those that the user and the host have added, whoever came first.</summary>
    public void Arrange(HttpMessageHandlerBuilder builder, SourceRegistration source)
    {
        PrimaryHandlers.TurnRedirectsOff(builder.PrimaryHandler);
        var others = builder.AdditionalHandlers.Where(
            handler => !ForeignRetries.Contains(handler.GetType().FullName, StringComparer.Ordinal)).ToArray();
        builder.AdditionalHandlers.Clear();
        foreach (var handler in SourceHttpClient.Handlers(SettingsOf(source), others))
            builder.AdditionalHandlers.Add(handler);
        lock (_settings)
            _handlers.AddRange([.. builder.AdditionalHandlers, builder.PrimaryHandler]);
    }

    public void Dispose()
    {
        _disposed.Cancel();
        lock (_settings)
        {
            foreach (var handler in _handlers)
                handler.Dispose();
            _handlers.Clear();
        }
    }

    private SourceHttpSettings SettingsOf(SourceRegistration source)
    {
        lock (_settings)
        {
            if (_settings.TryGetValue(source.Name, out var known))
                return known;
            return _settings[source.Name] = source.CreateSettings(Options) with
            {
                TimeProvider = services.GetRequiredService<TimeProvider>(),
                LoggerFactory = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
                Disposed = _disposed.Token,
            };
        }
    }

    private string NotConfigured(SourceRegistration source)
    {
        var place = RequestDescription.KeyOf(source.Name);
        return source.OptionsOf(Options).Enabled == false
            ? $"The source '{source.Name}' is turned off: {place}:Enabled is false."
            : $"The source '{source.Name}' is not configured: set {place}:Token, or a token provider in code.";
    }
}

/// <summary>The sources that this package brings.</summary>
internal static class BuiltInSources
{
    public static IReadOnlyList<SourceRegistration> All { get; } =
        [new CalyptiaRegistration(), new KubiyaRegistration(), new GalteaRegistration()];
}
