using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TraceClient.Galtea;
using TraceClient.Kubiya;
using TraceClient.Tests.Facade;
using static TraceClient.Tests.DependencyInjection.Containers;
using static TraceClient.Tests.Stubs.StubServer;

namespace TraceClient.Tests.Stubs;

public sealed class StubRegistrationTests : IDisposable
{
    private readonly StubServer _server = new();
    private readonly StubServer _other = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Two_keyed_clients_have_addresses_and_tokens_of_their_own()
    {
        _server.Respond(Get(KubiyaTraces), Json(200, EmptyPage));
        _other.Respond(Get("/tenant/b/api/v1/traces"), Json(200, EmptyPage));
        await using var services = Build(services =>
        {
            services.AddTraceClients("tenant-a", options =>
            {
                _server.Configure(options.Kubiya, "kubiya");
                options.Kubiya.Token = "token-a";
            });
            services.AddTraceClients("tenant-b", options =>
            {
                _other.Configure(options.Kubiya, "tenant/b/");
                options.Kubiya.Token = "token-b";
            });
        });

        foreach (var tenant in (string[])["tenant-a", "tenant-b"])
        {
            var health = Assert.Single(await services.GetRequiredKeyedService<ITraceClient>(tenant).CheckHealthAsync(CancellationToken));
            Assert.Null(health.Error);
            await services.GetRequiredKeyedService<IKubiyaApi>(tenant).ListTracesAsync(cancellationToken: CancellationToken);
        }

        Assert.Equal(["Bearer token-a", "Bearer token-a"], _server.Requests.Select(request => request.Authorization));
        Assert.Equal(["Bearer token-b", "Bearer token-b"], _other.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_section_of_the_configuration_sets_address_token_and_retries()
    {
        _server.Respond(
            Get("/own/path/api/v1/traces"), Json(503), Json(503), Json(200, """{"items":[{"trace_id":"a"}],"has_next":false}"""));
        await using var services = Build(services => services.AddTraceClients(Section(
            ("Kubiya:Token", "t-configured"),
            ("Kubiya:TokenScheme", "UserKey"),
            ("Kubiya:BaseAddress", new Uri(_server.Address, "own/path").AbsoluteUri),
            ("Kubiya:PageSize", "7"),
            ("Kubiya:Resilience:MaxRetries", "2"),
            ("Kubiya:Resilience:RetryDelay", "00:00:00"))));

        var summaries = await services.GetRequiredService<ITraceClient>().ListTracesAsync(cancellationToken: CancellationToken)
            .ToListAsync(CancellationToken);

        Assert.Equal(["a"], summaries.Select(summary => summary.Id));
        Assert.Equal(3, _server.Requests.Count);
        Assert.All(_server.Requests, request => Assert.Equal("UserKey t-configured", request.Authorization));
        Assert.All(_server.Requests, request => Assert.Contains("page_size=7", request.Query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_header_of_the_user_is_sent_to_one_source_only()
    {
        _server.Respond(Get(KubiyaTraces), Json(200, EmptyPage));
        _server.Respond(Get("/galtea/traces/row"), Json(200, """{"id":"row"}"""));
        await using var services = Build(services => services
            .AddTraceClients(options =>
            {
                _server.Configure(options.Kubiya, "kubiya");
                _server.Configure(options.Galtea, "galtea");
            })
            .ConfigureHttpClient("kubiya", http => http.ConfigureHttpClient(client => client.DefaultRequestHeaders.Add("X-Team", "blue"))));

        await services.GetRequiredService<IKubiyaApi>().ListTracesAsync(cancellationToken: CancellationToken);
        await services.GetRequiredService<IGalteaApi>().GetTraceAsync("row", CancellationToken);

        Assert.Equal(["blue", null], _server.Requests.Select(request => request.Header("X-Team")));
    }

    [Fact]
    public async Task A_handler_of_the_user_adds_a_header_to_every_attempt()
    {
        _server.Respond(Get(KubiyaTraces), Json(503), Json(200, EmptyPage));
        await using var services = Build(services => services
            .AddTransient<TeamHandler>()
            .AddTraceClients(options =>
            {
                _server.Configure(options.Kubiya, "kubiya");
                (options.Kubiya.Resilience.MaxRetries, options.Kubiya.Resilience.RetryDelay) = (1, TimeSpan.Zero);
            })
            .ConfigureHttpClient("kubiya", http => http.AddHttpMessageHandler<TeamHandler>()));

        await services.GetRequiredService<IKubiyaApi>().ListTracesAsync(cancellationToken: CancellationToken);

        Assert.Equal(["blue without a token", "blue without a token"], _server.Requests.Select(request => request.Header("X-Team")));
        Assert.All(_server.Requests, request => Assert.Equal($"Bearer {StubServer.Token}", request.Authorization));
    }

    [Fact]
    public async Task A_request_names_the_client_and_accepts_compressed_JSON()
    {
        _server.Respond(Get(KubiyaTraces), Json(200, EmptyPage));
        await using var client = _server.CreateClient();

        await client.Kubiya.ListTracesAsync(cancellationToken: CancellationToken);

        var request = Assert.Single(_server.Requests);
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Matches(@"^TraceClient/\d+\.\d+\.\d+,? \(\.NET \d+\.\d+\)$", request.Header("User-Agent"));
        Assert.Contains("gzip", request.Header("Accept-Encoding"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_source_of_each_client_has_a_health_check_with_tags()
    {
        _server.Respond(Get(KubiyaTraces), Json(200, EmptyPage));
        _other.Respond(Get(KubiyaTraces), Json(200, EmptyPage));
        await using var services = Build(services =>
        {
            services.AddLogging().AddHealthChecks().AddTraceClients(tags: ["ready"]);
            services.AddTraceClients(options => _server.Configure(options.Kubiya, "kubiya")).AddSource(_ => new FakeSource("own"));
            services.AddTraceClients("tenant-a", options => _other.Configure(options.Kubiya, "kubiya"));
        });

        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(CancellationToken);

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(
            ["traceclient:kubiya", "traceclient:own", "traceclient:tenant-a:kubiya"], report.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["kubiya", "ready", "tenant-a", "traceclient"],
            report.Entries["traceclient:tenant-a:kubiya"].Tags.Order(StringComparer.Ordinal));
        Assert.Equal("Healthy", report.Entries["traceclient:kubiya"].Data["stage"]);
        Assert.Equal((1, 1), (_server.Requests.Count, _other.Requests.Count));
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task A_health_check_of_a_source_that_refuses_the_token_has_the_failure_status(
        HealthStatus? failureStatus, HealthStatus expected)
    {
        _server.Respond(Get(KubiyaTraces), Json(401, $$"""{"message":"bad token {{StubServer.Token}}"}"""));
        await using var services = Build(services =>
        {
            services.AddLogging().AddHealthChecks().AddTraceClients(failureStatus);
            services.AddTraceClients(options => _server.Configure(options.Kubiya, "kubiya"));
        });

        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(CancellationToken);

        var entry = Assert.Single(report.Entries).Value;
        Assert.Equal((expected, "Reachable"), (entry.Status, entry.Data["stage"]));
        Assert.IsType<TraceAuthenticationException>(entry.Exception);
        Assert.DoesNotContain(StubServer.Token, entry.Description + entry.Exception, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"items":[]}""", SourceHealthStage.Healthy)]
    [InlineData(200, """{"items":"many"}""", SourceHealthStage.Authenticated)]
    [InlineData(200, "<html></html>", SourceHealthStage.Reachable)]
    [InlineData(403, "{}", SourceHealthStage.Reachable)]
    [InlineData(502, "{}", SourceHealthStage.Reachable)]
    public async Task A_check_says_how_far_it_came(int status, string body, SourceHealthStage stage)
    {
        _server.Respond(Get(KubiyaTraces), Json(status, body));
        await using var services = Build(services => services.AddTraceClients(options => _server.Configure(options.Kubiya, "kubiya")));

        var health = Assert.Single(await services.GetRequiredService<ITraceClient>().CheckHealthAsync(CancellationToken));

        Assert.Equal((stage, stage == SourceHealthStage.Healthy), (health.Stage, health.Error is null));
    }

    [Fact]
    public async Task A_check_of_a_service_that_does_not_listen_finds_it_unreachable()
    {
        using var port = new ClosedPort();
        await using var services = Build(services => services.AddTraceClients(options =>
        {
            _server.Configure(options.Kubiya, "kubiya");
            options.Kubiya.BaseAddress = port.Address;
        }));

        var health = Assert.Single(await services.GetRequiredService<ITraceClient>().CheckHealthAsync(CancellationToken));

        Assert.Equal(SourceHealthStage.Unreachable, health.Stage);
        Assert.IsType<TraceTransportException>(health.Error);
    }

    private sealed class TeamHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("X-Team", request.Headers.Authorization is null ? "blue without a token" : "blue");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
