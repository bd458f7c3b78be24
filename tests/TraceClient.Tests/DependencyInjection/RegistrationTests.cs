using Microsoft.Extensions.DependencyInjection;
using TraceClient.Authentication;
using TraceClient.Calyptia;
using TraceClient.Galtea;
using TraceClient.Kubiya;
using TraceClient.Tests.Facade;
using static TraceClient.Tests.DependencyInjection.Containers;

namespace TraceClient.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_source_is_on_when_it_has_a_token()
    {
        using var services = Build(services => services.AddTraceClients(options => options.Kubiya.Token = "t"));

        Assert.Equal(["kubiya"], services.GetRequiredService<ITraceClient>().Names());
    }

    [Fact]
    public void Configuration_turns_sources_on_and_off()
    {
        using var services = Build(services => services.AddTraceClients(
            Section(("Calyptia:Token", "a"), ("Kubiya:Token", "b"), ("Kubiya:Enabled", "false"), ("Galtea:Token", "c"))));

        Assert.Equal(["calyptia", "galtea"], services.GetRequiredService<ITraceClient>().Names());
    }

    [Fact]
    public void Client_and_raw_APIs_are_one_instance_each_in_every_scope()
    {
        using var services = Build(services => services.AddTraceClients(ThreeTokens));
        using var scope = services.CreateScope();

        Assert.Same(services.GetRequiredService<ITraceClient>(), scope.ServiceProvider.GetRequiredService<ITraceClient>());
        Assert.Same(services.GetRequiredService<ICalyptiaApi>(), scope.ServiceProvider.GetRequiredService<ICalyptiaApi>());
        Assert.Same(services.GetRequiredService<IKubiyaApi>(), scope.ServiceProvider.GetRequiredService<IKubiyaApi>());
        Assert.Same(services.GetRequiredService<IGalteaApi>(), scope.ServiceProvider.GetRequiredService<IGalteaApi>());
    }

    [Fact]
    public void Nothing_that_is_registered_is_scoped()
    {
        var services = new ServiceCollection();
        services.AddTraceClients(ThreeTokens).AddSource(_ => new FakeSource("own"));
        services.AddTraceClients("tenant-a", ThreeTokens);

        Assert.All(
            services.Where(service => service.ServiceType.Assembly == typeof(ITraceClient).Assembly),
            service => Assert.Equal(ServiceLifetime.Singleton, service.Lifetime));
    }

    [Fact]
    public void A_second_call_adds_to_the_first()
    {
        using var services = Build(services =>
        {
            services.AddTraceClients(Section(("Kubiya:Token", "first"), ("Kubiya:PageSize", "10")));
            services.AddTraceClients(options => options.Galtea.Token = "second").Configure(options => options.Kubiya.PageSize++);
        });

        Assert.Equal(["galtea", "kubiya"], services.GetRequiredService<ITraceClient>().Names());
        Assert.Single(services.GetServices<ITraceClient>());
        var options = services.GetRequiredService<Microsoft.Extensions.Options.IOptions<TraceClientsOptions>>().Value;
        Assert.Equal(("first", 11), (options.Kubiya.Token, options.Kubiya.PageSize));
    }

    [Fact]
    public void A_keyed_client_is_not_there_without_its_key()
    {
        using var services = Build(services => services.AddTraceClients("tenant-a", ThreeTokens));

        Assert.Null(services.GetService<ITraceClient>());
        Assert.Null(services.GetService<IKubiyaApi>());
        Assert.Null(services.GetKeyedService<ITraceClient>("tenant-b"));
        Assert.NotNull(services.GetKeyedService<ITraceClient>("tenant-a"));
    }

    [Fact]
    public void A_keyed_client_and_the_one_without_a_key_have_options_of_their_own()
    {
        using var services = Build(services =>
        {
            services.AddTraceClients(options => options.Kubiya.Token = "t").AddSource(_ => new FakeSource("own"));
            services.AddTraceClients("tenant-a", options => options.Galtea.Token = "t").AddSource(_ => new FakeSource("theirs"));
        });

        Assert.Equal(["kubiya", "own"], services.GetRequiredService<ITraceClient>().Names());
        Assert.Equal(["galtea", "theirs"], services.GetRequiredKeyedService<ITraceClient>("tenant-a").Names());
    }

    [Fact]
    public void A_class_of_the_callers_is_made_by_the_container()
    {
        using var services =
            Build(services => services.AddSingleton(new OwnSettings("own")).AddTraceClients(ThreeTokens).AddSource<OwnSource>());

        Assert.Equal(["calyptia", "galtea", "kubiya", "own"], services.GetRequiredService<ITraceClient>().Names());
    }

    [Fact]
    public void A_source_of_the_callers_needs_no_built_in_one()
    {
        using var services = Build(services => services.AddTraceClients(_ => { }).AddSource(_ => new FakeSource("own")));

        Assert.Equal(["own"], services.GetRequiredService<ITraceClient>().Names());
    }

    [Fact]
    public void A_source_of_the_callers_cannot_take_the_name_of_another()
    {
        using var services = Build(services => services.AddTraceClients(ThreeTokens).AddSource(_ => new FakeSource("kubiya")));

        var error = Assert.Throws<InvalidOperationException>(services.GetRequiredService<ITraceClient>);
        Assert.Contains("'kubiya'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_raw_API_without_a_token_says_which_key_to_set()
    {
        using var services =
            Build(services => services.AddTraceClients(Section(("Kubiya:Token", "t"), ("Galtea:Token", "t"), ("Galtea:Enabled", "false"))));

        var missing = Assert.Throws<InvalidOperationException>(services.GetRequiredService<ICalyptiaApi>);
        var off = Assert.Throws<InvalidOperationException>(services.GetRequiredService<IGalteaApi>);

        Assert.Contains("'calyptia' is not configured", missing.Message, StringComparison.Ordinal);
        Assert.Contains("TraceClients:Calyptia:Token", missing.Message, StringComparison.Ordinal);
        Assert.Contains("TraceClients:Galtea:Enabled", off.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_provider_that_fails_says_so_at_Calyptia_as_anywhere()
    {
        await using var services = Build(services => services.AddTraceClients(options =>
        {
            options.Calyptia.TokenProvider = BearerTokenProvider.From((_, _) => throw new InvalidOperationException("the vault is sealed"));
            options.Calyptia.PrimaryHandler = () => new RecordingHandler();
        }));

        var health = Assert.Single(await services.GetRequiredService<ITraceClient>().CheckHealthAsync(Token));

        var error = Assert.IsType<TraceAuthenticationException>(health.Error);
        Assert.Contains("the vault is sealed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposing_the_container_closes_the_connections()
    {
        var (kubiya, galtea) = (new RecordingHandler(), new RecordingHandler());
        var services = Build(services => services.AddTraceClients(options =>
        {
            Tenant(options, "t", "https://a.example.test", kubiya);
            options.Galtea.Token = "t";
            options.Galtea.PrimaryHandler = () => galtea;
        }));
        services.GetRequiredService<ITraceClient>();
        Assert.False(kubiya.IsDisposed);

        services.Dispose();

        Assert.True(kubiya.IsDisposed);
        Assert.True(galtea.IsDisposed);
    }

    [Fact]
    public void Disposing_a_scope_closes_nothing()
    {
        var handler = new RecordingHandler();
        using var services =
            Build(services => services.AddTraceClients(options => Tenant(options, "t", "https://a.example.test", handler)));
        using (var scope = services.CreateScope())
            scope.ServiceProvider.GetRequiredService<ITraceClient>();

        Assert.False(handler.IsDisposed);
    }

    [Fact]
    public void Missing_arguments_are_refused()
    {
        var services = new ServiceCollection();
        Assert.Throws<ArgumentNullException>(() => services.AddTraceClients((Action<TraceClientsOptions>)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddTraceClients((Microsoft.Extensions.Configuration.IConfiguration)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddTraceClients(null!, ThreeTokens));
        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddTraceClients(ThreeTokens));
        Assert.Throws<ArgumentNullException>(() => services.AddTraceClients(ThreeTokens).AddSource(null!));
        Assert.Throws<ArgumentNullException>(() => services.AddTraceClients(ThreeTokens).Configure(null!));
    }

    private static void ThreeTokens(TraceClientsOptions options)
    {
        options.Calyptia.Token = "t";
        options.Kubiya.Token = "t";
        options.Galtea.Token = "t";
    }

    private static void Tenant(TraceClientsOptions options, string token, string address, HttpMessageHandler handler)
    {
        options.Kubiya.Token = token;
        options.Kubiya.BaseAddress = new Uri(address);
        options.Kubiya.PrimaryHandler = () => handler;
    }
}
