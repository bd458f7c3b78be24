using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TraceClient.Kubiya;
using TraceClient.Tests.Http;
using static TraceClient.Tests.DependencyInjection.Containers;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.DependencyInjection;

/// <summary>The clients at the host's <see cref="IHttpClientFactory"/>: what a host and a user add, and what stays ours.</summary>
public sealed class HttpClientFactoryTests
{
    private const string EmptyPage = """{"items":[],"has_next":false}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Action<IHttpClientBuilder>, bool> ForeignRetries
    {
        get
        {
            Action<IHttpClientBuilder>[] handlers =
            [
                client => client.AddStandardResilienceHandler(),
                client => client.AddHttpMessageHandler(() => new PolicyHttpMessageHandler()),
            ];
            return [.. handlers.SelectMany(handler => new[] { (handler, true), (handler, false) })];
        }
    }

    [Theory]
    [MemberData(nameof(ForeignRetries), DisableDiscoveryEnumeration = true)]
    public async Task Retries_that_the_host_adds_to_all_clients_do_not_multiply_ours(Action<IHttpClientBuilder> add, bool hostComesFirst)
    {
        var stub = new StubHandler(Answer(HttpStatusCode.ServiceUnavailable));
        await using var services = Build(services =>
        {
            if (hostComesFirst)
                services.ConfigureHttpClientDefaults(add);
            services.AddTraceClients(options => Kubiya(options, stub));
            if (!hostComesFirst)
                services.ConfigureHttpClientDefaults(add);
        });

        await Assert.ThrowsAsync<TraceServerException>(
            () => services.GetRequiredService<IKubiyaApi>().ListTracesAsync(cancellationToken: Token));

        Assert.Equal(4, stub.Sent.Count);
    }

    [Fact]
    public async Task Retries_that_a_user_adds_to_one_client_do_not_multiply_ours()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.ServiceUnavailable));
        await using var services = Build(services => services.AddTraceClients(options => Kubiya(options, stub))
            .ConfigureHttpClient("kubiya", client => client.AddStandardResilienceHandler()));

        await Assert.ThrowsAsync<TraceServerException>(
            () => services.GetRequiredService<IKubiyaApi>().ListTracesAsync(cancellationToken: Token));

        Assert.Equal(4, stub.Sent.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_of_the_host_or_the_user_sees_each_request_once_and_without_its_token(bool ofTheHost)
    {
        var stub = new StubHandler(Answer(HttpStatusCode.ServiceUnavailable), Answer(HttpStatusCode.OK, EmptyPage));
        var seen = new SeeingHandler();
        await using var services = Build(services =>
        {
            var builder = services.AddTraceClients(options => Kubiya(options, stub));
            if (ofTheHost)
                services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => seen));
            else
                builder.ConfigureHttpClient("kubiya", client => client.AddHttpMessageHandler(() => seen));
        });

        await services.GetRequiredService<IKubiyaApi>().ListTracesAsync(cancellationToken: Token);

        Assert.Equal(["/api/v1/traces (no token)"], seen.Requests);
        Assert.Equal(["Bearer t", "Bearer t"], stub.Sent.Select(sent => sent.Header("Authorization")));
    }

    [Fact]
    public async Task A_failure_of_a_users_handler_is_a_typed_exception()
    {
        await using var services = Build(services => services
            .AddTraceClients(options =>
            {
                Kubiya(options, new StubHandler(Answer(HttpStatusCode.OK, EmptyPage)));
                options.Kubiya.Resilience.MaxRetries = 0;
            })
            .ConfigureHttpClient("kubiya", client => client.AddHttpMessageHandler(() => new FailingHandler())));

        await Assert.ThrowsAsync<TraceTransportException>(
            () => services.GetRequiredService<IKubiyaApi>().ListTracesAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task The_settings_of_a_client_that_a_host_sets_for_all_hold_but_for_timeout_and_address()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.OK, EmptyPage));
        await using var services = Build(services => services
            .AddTraceClients(options => Kubiya(options, stub)).Services
            .ConfigureHttpClientDefaults(client => client.ConfigureHttpClient(http =>
            {
                http.Timeout = TimeSpan.FromTicks(1);
                http.BaseAddress = new Uri("https://elsewhere.example.test");
                http.DefaultRequestHeaders.Add("X-Host", "h");
                http.DefaultRequestHeaders.UserAgent.ParseAdd("Host/1.0");
            })));

        await services.GetRequiredService<IKubiyaApi>().ListTracesAsync(cancellationToken: Token);

        var sent = Assert.Single(stub.Sent);
        Assert.Equal(("control-plane.kubiya.ai", "h", "Host/1.0"), (sent.Uri.Host, sent.Header("X-Host"), sent.Header("User-Agent")));
    }

    [Fact]
    public async Task A_primary_handler_of_the_users_is_taken_and_closed_with_the_container_and_follows_no_redirect()
    {
        var handler = new RecordingHandler();
        var sockets = new SocketsHttpHandler();
        var services = Build(services => services.AddTraceClients(options => (options.Kubiya.Token, options.Galtea.Token) = ("t", "t"))
            .ConfigureHttpClient("kubiya", client => client.ConfigurePrimaryHttpMessageHandler(() => handler))
            .ConfigureHttpClient("galtea", client => client.ConfigurePrimaryHttpMessageHandler(() => sockets)));
        await services.GetRequiredService<ITraceClient>().ListTracesAsync(new TraceQuery { Sources = ["kubiya"] }, Token)
            .ToListAsync(Token);
        Assert.Equal((1, false, false), (handler.Requests.Count, handler.IsDisposed, sockets.AllowAutoRedirect));

        await services.DisposeAsync();

        Assert.True(handler.IsDisposed);
    }

    [Fact]
    public async Task All_handlers_are_disposed_with_the_container()
    {
        var (seen, handler) = (new SeeingHandler(), new RecordingHandler());
        var services = Build(services => services.AddTraceClients(options => Kubiya(options, handler))
            .ConfigureHttpClient("kubiya", client => client.AddHttpMessageHandler(() => seen)));
        services.GetRequiredService<IKubiyaApi>();
        Assert.False(seen.IsDisposed);

        await services.DisposeAsync();

        Assert.Equal((true, true), (seen.IsDisposed, handler.IsDisposed));
    }

    [Fact]
    public async Task The_http_version_that_a_host_sets_for_all_clients_holds()
    {
        Version? version = null;
        var stub = new StubHandler((request, token) =>
        {
            version = request.Version;
            return Answer(HttpStatusCode.OK, EmptyPage)(request, token);
        });
        await using var services = Build(services => services
            .AddTraceClients(options => Kubiya(options, stub)).Services
            .ConfigureHttpClientDefaults(client => client.ConfigureHttpClient(http => http.DefaultRequestVersion = HttpVersion.Version20)));

        await services.GetRequiredService<IKubiyaApi>().ListTracesAsync(cancellationToken: Token);

        Assert.Equal(HttpVersion.Version20, version);
    }

    [Fact]
    public void The_handlers_are_made_once_so_that_limiter_and_circuit_keep_their_state()
    {
        var made = 0;
        using var services = Build(services => services.AddTraceClients("a", options =>
        {
            options.Kubiya.Token = "t";
            options.Kubiya.PrimaryHandler = () =>
            {
                made++;
                return new RecordingHandler();
            };
        }));
        services.GetRequiredKeyedService<IKubiyaApi>("a");
        services.GetRequiredKeyedService<ITraceClient>("a");
        services.GetRequiredService<IHttpClientFactory>().CreateClient("TraceClient.a.kubiya").Dispose();

        Assert.Equal(1, made);
        Assert.Equal(Timeout.InfiniteTimeSpan,
            services.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get("TraceClient.a.kubiya").HandlerLifetime);
    }

    [Fact]
    public async Task Only_our_own_logs_are_written()
    {
        var log = new CategoryLogger();
        var stub = new StubHandler(Answer(HttpStatusCode.ServiceUnavailable), Answer(HttpStatusCode.NotFound));
        await using var services = Build(services => services
            .AddTraceClients(options => Kubiya(options, stub)).Services
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));

        await Assert.ThrowsAsync<TraceNotFoundException>(
            () => services.GetRequiredService<IKubiyaApi>().GetTraceAsync("a-private-id", cancellationToken: Token));

        Assert.Equal(["TraceClient.Http", "TraceClient.Http"],
            log.Categories.Where(category => !category.StartsWith("Microsoft.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Kubiya")]
    [InlineData("jaeger")]
    [InlineData("")]
    public void A_source_that_is_not_built_in_has_no_client(string name)
    {
        var builder = new ServiceCollection().AddTraceClients(options => options.Kubiya.Token = "t");

        var error = Assert.Throws<ArgumentException>("source", () => builder.ConfigureHttpClient(name, _ => { }));

        Assert.Contains("Use one of calyptia, kubiya, galtea", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => builder.ConfigureHttpClient("kubiya", null!));
    }

    private static void Kubiya(TraceClientsOptions options, HttpMessageHandler handler)
    {
        options.Kubiya.Token = "t";
        options.Kubiya.PrimaryHandler = () => handler;
        options.Kubiya.Resilience.RetryDelay = TimeSpan.Zero;
    }

    private sealed class SeeingHandler : DelegatingHandler
    {
        public List<string> Requests { get; } = [];

        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add($"{request.RequestUri!.AbsolutePath} ({request.Headers.Authorization?.ToString() ?? "no token"})");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class FailingHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("not today");
    }

    private sealed class CategoryLogger : ILoggerProvider
    {
        private readonly Lock _gate = new();

        public List<string> Categories { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Entry(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Entry(CategoryLogger log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                lock (log._gate)
                    log.Categories.Add(category);
            }
        }
    }
}
