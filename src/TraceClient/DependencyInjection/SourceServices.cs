using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TraceClient.Authentication;
using TraceClient.Calyptia;
using TraceClient.Galtea;
using TraceClient.Http;
using TraceClient.Kubiya;

namespace TraceClient.DependencyInjection;

/// <summary>Makes the raw APIs and the sources of one client, each once, and owns their connections.</summary>
internal sealed class SourceServices : IDisposable
{
    private readonly TraceClientsOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILoggerFactory _loggerFactory;
    private readonly Lazy<ICalyptiaApi> _calyptia;
    private readonly Lazy<IKubiyaApi> _kubiya;
    private readonly Lazy<IGalteaApi> _galtea;
    private readonly List<HttpClient> _httpClients = [];

    public SourceServices(TraceClientsOptions options, IServiceProvider services)
    {
        _options = options;
        _timeProvider = services.GetRequiredService<TimeProvider>();
        _loggerFactory = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        _calyptia = new(CreateCalyptia);
        _kubiya = new(CreateKubiya);
        _galtea = new(CreateGaltea);
    }

    public ICalyptiaApi Calyptia => _calyptia.Value;

    public IKubiyaApi Kubiya => _kubiya.Value;

    public IGalteaApi Galtea => _galtea.Value;

    /// <summary>The sources that are configured.</summary>
    public IEnumerable<ITraceSource> Sources()
    {
        if (_options.Calyptia.IsConfigured)
            yield return new CalyptiaSource(Calyptia, _options.Calyptia, _timeProvider, CalyptiaProjectIdAsync);
        if (_options.Kubiya.IsConfigured)
            yield return new KubiyaSource(Kubiya, _options.Kubiya, _timeProvider);
        if (_options.Galtea.IsConfigured)
            yield return new GalteaSource(Galtea, _options.Galtea, _timeProvider);
    }

    public void Dispose()
    {
        foreach (var client in _httpClients)
            client.Dispose();
    }

    private ICalyptiaApi CreateCalyptia() => Create<ICalyptiaApi>(
        SourceNames.Calyptia,
        _options.Calyptia,
        CalyptiaSource.DefaultBaseAddress,
        _options.Calyptia.TokenKind switch
        {
            CalyptiaTokenKind.User => TokenHeader.Bearer,
            CalyptiaTokenKind.Project => TokenHeader.ProjectToken,
            _ => TokenHeader.By(token => CalyptiaProjectToken.IsProjectToken(token) ? TokenHeader.ProjectToken : TokenHeader.Bearer),
        },
        json => new CalyptiaJsonContext(json),
        CalyptiaJsonContext.Default.Options);

    private IKubiyaApi CreateKubiya() => Create<IKubiyaApi>(
        SourceNames.Kubiya,
        _options.Kubiya,
        KubiyaSource.DefaultBaseAddress,
        _options.Kubiya.TokenScheme == KubiyaTokenScheme.UserKey ? TokenHeader.UserKey : TokenHeader.Bearer,
        json => new KubiyaJsonContext(json),
        KubiyaJsonContext.Default.Options);

    private IGalteaApi CreateGaltea() => Create<IGalteaApi>(
        SourceNames.Galtea,
        _options.Galtea,
        GalteaSource.DefaultBaseAddress,
        TokenHeader.Bearer,
        json => new GalteaJsonContext(json),
        GalteaJsonContext.Default.Options,
        next => new GalteaEnvelopeHandler { InnerHandler = next });

    private T Create<T>(
        string name,
        TraceSourceOptions options,
        Uri defaultAddress,
        TokenHeader tokenHeader,
        Func<JsonSerializerOptions, JsonSerializerContext> createContext,
        JsonSerializerOptions json,
        Func<HttpMessageHandler, DelegatingHandler>? inner = null)
        where T : class
    {
        if (!options.IsConfigured)
            throw new InvalidOperationException(NotConfigured(name, options));

        var httpClient = SourceHttpClient.Create(new SourceHttpSettings
        {
            SourceName = name,
            Options = options,
            DefaultBaseAddress = defaultAddress,
            TokenHeader = tokenHeader,
            TimeProvider = _timeProvider,
            LoggerFactory = _loggerFactory,
            Inner = inner,
        });
        lock (_httpClients)
            _httpClients.Add(httpClient);

        return RestClient.For<T>(httpClient, new RestSettings
        {
            SourceName = name,
            SerializerOptions = createContext(new JsonSerializerOptions(json) { MaxDepth = options.Limits.MaxJsonDepth }).Options,
            MaxElementBytes = options.Limits.MaxElementBytes,
            MaxBodyBytes = options.Limits.MaxBodyBytes,
        });
    }

    private static string NotConfigured(string name, TraceSourceOptions options)
    {
        var key = RequestDescription.KeyOf(name);
        return options.Enabled == false
            ? $"The source '{name}' is turned off: {key}:Enabled is false."
            : $"The source '{name}' is not configured: set {key}:Token, or a token provider in code.";
    }

    private async ValueTask<string?> CalyptiaProjectIdAsync(CancellationToken cancellationToken)
    {
        var options = _options.Calyptia;
        if (options.TokenKind == CalyptiaTokenKind.User)
            return null;
        try
        {
            var token = options.TokenProvider is null
                ? options.Token
                : (await options.TokenProvider.GetTokenAsync(new BearerTokenRequest(SourceNames.Calyptia), cancellationToken).ConfigureAwait(false)).Value;
            return CalyptiaProjectToken.FindProjectId(token);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The request that follows asks the provider as well, and says what went wrong and with what.
            return null;
        }
    }
}
