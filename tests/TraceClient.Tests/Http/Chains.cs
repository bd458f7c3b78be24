using TraceClient.Http;

namespace TraceClient.Tests.Http;

/// <summary>Makes HTTP clients with a source's handlers, without a container.</summary>
internal static class Chains
{
    public static HttpClient Connect(SourceHttpSettings settings, HttpMessageHandler? primary = null)
    {
        HttpMessageHandler chain = PrimaryHandlers.Create(primary is null ? settings.Options.PrimaryHandler : () => primary);
        foreach (var handler in SourceHttpClient.Handlers(settings, []).Reverse())
        {
            handler.InnerHandler = chain;
            chain = handler;
        }

        return SourceHttpClient.Configure(new HttpClient(chain), settings);
    }

    /// <summary>Makes the REST client of a built-in source over a handler.</summary>
    public static TApi Api<TApi>(SourceRegistration registration, HttpMessageHandler primary, Action<TraceClientsOptions>? configure = null,
        TimeProvider? timeProvider = null)
        where TApi : class
    {
        var options = new TraceClientsOptions();
        var source = registration.OptionsOf(options);
        source.Resilience.MaxRetries = 0;
        configure?.Invoke(options);
        var settings = registration.CreateSettings(options) with { TimeProvider = timeProvider ?? TimeProvider.System };
        return ((SourceRegistration<TApi>)registration).CreateApi((Connect(settings, primary), settings));
    }
}
