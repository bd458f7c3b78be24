using System.Net;
using System.Text.Json;

namespace TraceClient.Tool.Tests.Web;

/// <summary>A running server over sources in memory, and a client that is signed in.</summary>
internal sealed class Served : IAsyncDisposable
{
    // A limit that no machine needs, so that a blocked test fails.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly StandaloneTraceClient _client;

    private Served(StandaloneTraceClient client, WebServer server, FakeTimeProvider clock)
    {
        (_client, Server, Clock) = (client, server, clock);
        Cookie = $"tracectl-{server.Address.Port}={server.AddressWithToken.Query["?token=".Length..]}";
        Http = CreateClient(server);
        Http.DefaultRequestHeaders.Add("Cookie", Cookie);
    }

    public WebServer Server { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>Gets the client with the cookie.</summary>
    public HttpClient Http { get; }

    /// <summary>Gets the cookie as the browser sends it.</summary>
    public string Cookie { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a server over sources and waits until it has read them.</summary>
    public static Task<Served> StartAsync(params ServedSource[] sources) => StartAsync(new WebServerOptions(), sources);

    /// <inheritdoc cref="StartAsync(ServedSource[])"/>
    public static Task<Served> StartAsync(WebServerOptions options, params ServedSource[] sources) =>
        StartAsync(options, hasTools: false, sources);

    /// <summary>Starts a server over sources, with an MCP server or without, and waits until it has read the sources.</summary>
    public static async Task<Served> StartAsync(WebServerOptions options, bool hasTools, params ServedSource[] sources)
    {
        var served = await StartLoadingAsync(options, hasTools, sources);
        await served.LoadAsync();
        return served;
    }

    /// <summary>Starts a server over sources.</summary>
    public static Task<Served> StartLoadingAsync(WebServerOptions options, params ServedSource[] sources) =>
        StartLoadingAsync(options, hasTools: false, sources);

    private static async Task<Served> StartLoadingAsync(WebServerOptions options, bool hasTools, ServedSource[] sources)
    {
        var clock = new FakeTimeProvider(SimulatorFixture.Time);
        var client = TraceClients.Create(
            _ => { },
            builder =>
            {
                foreach (var source in sources)
                    builder.AddSource(_ => source);
                Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<TimeProvider>(
                    builder.Services, clock);
            });
        return await StartAsync(
            options with { Clock = clock, Tools = hasTools ? new TraceToolContext(client, clock) : null }, client, clock);
    }

    /// <summary>Starts a server over a client.</summary>
    public static async Task<Served> StartAsync(WebServerOptions options, StandaloneTraceClient client, FakeTimeProvider clock) =>
        new(client, await WebServer.StartAsync(client, options, Token), clock);

    /// <summary>Creates a client without a cookie.</summary>
    public static HttpClient CreateClient(WebServer server) => new(
        new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None })
    {
        BaseAddress = server.Address,
        Timeout = Patience,
    };

    /// <summary>Waits until all sources have been read.</summary>
    public async Task LoadAsync()
    {
        using var events = Server.Events.Subscribe();
        while (Server.Index.Sources.Any(source => source.IsLoading))
            await events.Events.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);
    }

    public async Task<JsonElement> GetJsonAsync(string address, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await Http.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: Token);
        return json.RootElement.Clone();
    }

    /// <summary>Returns the names of the listed traces.</summary>
    public async Task<string> NamesAsync(string query) => string.Join(
        ' ', (await GetJsonAsync($"/api/traces?{query}")).GetProperty("traces").EnumerateArray()
            .Select(trace => trace.GetProperty("name").GetString()));

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string address)
    {
        using var response = await Http.GetAsync(new Uri(address, UriKind.Relative), Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        await _client.DisposeAsync();
    }
}
