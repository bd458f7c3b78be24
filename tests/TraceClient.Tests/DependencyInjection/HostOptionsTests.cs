using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TraceClient.Authentication;
using TraceClient.DependencyInjection;
using static TraceClient.Tests.DependencyInjection.Containers;

namespace TraceClient.Tests.DependencyInjection;

/// <summary>The call without arguments: the host's configuration, then the vendors' variables.</summary>
public sealed class HostOptionsTests
{
    [Fact]
    public void The_section_of_the_hosts_configuration_is_read()
    {
        using var services = Build(services => services
            .AddSingleton<IConfiguration>(
                Configuration(("TraceClients:Kubiya:Token", "s"), ("TraceClients:Kubiya:PageSize", "7"), ("Other:Galtea:Token", "x")))
            .AddTraceClients().Services.AddSingleton(Environment()));

        Assert.Equal(["kubiya"], services.GetRequiredService<ITraceClient>().Names());
        Assert.Equal(("s", 7), (Options(services).Kubiya.Token, Options(services).Kubiya.PageSize));
    }

    [Fact]
    public void A_bare_container_reads_the_environment()
    {
        using var services = Build(services => services.AddTraceClients().Services.AddSingleton(
            Environment(("KUBIYA_API_KEY", "k"), ("GALTEA_API_KEY", "g"), ("GALTEA_API_URL", "https://galtea.example.test"))));

        Assert.Equal(["galtea", "kubiya"], services.GetRequiredService<ITraceClient>().Names());
        Assert.Equal(("k", "g", "galtea.example.test"),
            (Options(services).Kubiya.Token, Options(services).Galtea.Token, Options(services).Galtea.BaseAddress?.Host));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Code_wins_over_the_section_and_the_section_over_a_variable(bool codeComesFirst)
    {
        using var services = Build(services =>
        {
            services.AddSingleton<IConfiguration>(Configuration(("TraceClients:Kubiya:Token", "section"),
                ("TraceClients:Calyptia:Token", "section"), ("TraceClients:Kubiya:PageSize", "7")));
            services.AddSingleton(
                Environment(("KUBIYA_API_KEY", "variable"), ("CALYPTIA_CLOUD_TOKEN", "variable"), ("GALTEA_API_KEY", "variable")));
            if (codeComesFirst)
                services.AddTraceClients(options => options.Kubiya.Token = "code");
            services.AddTraceClients();
            if (!codeComesFirst)
                services.AddTraceClients(options => options.Kubiya.Token = "code");
        });

        var options = Options(services);
        Assert.Equal(("code", "section", "variable", 7),
            (options.Kubiya.Token, options.Calyptia.Token, options.Galtea.Token, options.Kubiya.PageSize));
    }

    [Fact]
    public void A_later_section_wins_over_an_earlier_one_and_code_over_both()
    {
        using var services = Build(services =>
        {
            services.AddTraceClients(options => options.Galtea.Token = "code");
            services.AddTraceClients(Section(("Kubiya:Token", "first"), ("Galtea:Token", "first"), ("Kubiya:PageSize", "3")));
            services.AddTraceClients(Section(("Kubiya:Token", "second"), ("Galtea:Token", "second")));
        });

        Assert.Equal(
            ("second", "code", 3), (Options(services).Kubiya.Token, Options(services).Galtea.Token, Options(services).Kubiya.PageSize));
    }

    [Fact]
    public void A_variable_fills_no_source_that_has_a_provider_or_an_address()
    {
        using var services = Build(services => services
            .AddTraceClients()
            .Configure(options =>
            {
                options.Kubiya.TokenProvider = BearerTokenProvider.FromValue("p");
                options.Galtea.BaseAddress = new Uri("https://galtea.example.test");
                options.Galtea.Enabled = false;
            })
            .Services.AddSingleton(Environment(("KUBIYA_API_KEY", "variable"), ("GALTEA_API_KEY", "variable"))));

        Assert.Equal((null, null), (Options(services).Kubiya.Token, Options(services).Galtea.Token));
    }

    [Fact]
    public void Only_the_call_without_arguments_reads_variables()
    {
        using var services = Build(services =>
        {
            services.AddSingleton(Environment(("KUBIYA_API_KEY", "variable"), ("GALTEA_API_KEY", "variable")));
            services.AddTraceClients(options => options.Kubiya.Token = "code");
            services.AddTraceClients("tenant-a", options => options.Kubiya.Token = "a");
        });

        Assert.Equal(["kubiya"], services.GetRequiredService<ITraceClient>().Names());
        Assert.Equal(["kubiya"], services.GetRequiredKeyedService<ITraceClient>("tenant-a").Names());
    }

    [Fact]
    public void A_keyed_client_beside_the_one_of_the_environment_reads_no_variable()
    {
        using var services = Build(services =>
        {
            services.AddSingleton(Environment(("GALTEA_API_KEY", "variable")));
            services.AddTraceClients();
            services.AddTraceClients("tenant-a", options => options.Kubiya.Token = "a");
        });

        Assert.Equal(["galtea"], services.GetRequiredService<ITraceClient>().Names());
        Assert.Equal(["kubiya"], services.GetRequiredKeyedService<ITraceClient>("tenant-a").Names());
    }

    [Fact]
    public async Task Nothing_configured_stops_the_host_at_its_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddTraceClients().Services.AddSingleton(Environment());
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal("No source is configured: set TraceClients:Calyptia:Token, TraceClients:Kubiya:Token or TraceClients:Galtea:Token.",
            error.Message);
    }

    [Fact]
    public void A_misspelt_key_of_the_section_is_refused()
    {
        using var services = Build(services => services
            .AddSingleton<IConfiguration>(Configuration(("TraceClients:Kubiya:Tokn", "s"), ("TraceClients:Kubiya:Token", "s")))
            .AddTraceClients().Services.AddSingleton(Environment()));

        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<ITraceClient>);

        Assert.Contains("TraceClients:Kubiya:Tokn", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_holds_no_address_is_refused_by_its_name()
    {
        using var services = Build(services => services.AddTraceClients().Services.AddSingleton(
            Environment(("GALTEA_API_KEY", "secret"), ("GALTEA_API_URL", "nowhere secret"))));

        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<ITraceClient>);

        Assert.Contains("GALTEA_API_URL", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Called_twice_it_is_the_same_client()
    {
        using var services = Build(
            services => services.AddTraceClients().Services.AddTraceClients().Services.AddSingleton(Environment(("KUBIYA_API_KEY", "k"))));

        Assert.Single(services.GetServices<ITraceClient>());
        Assert.Equal("k", Options(services).Kubiya.Token);
    }

    private static TraceClientsOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IOptions<TraceClientsOptions>>().Value;

    private static EnvironmentReader Environment(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
