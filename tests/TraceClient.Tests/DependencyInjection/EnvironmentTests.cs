using TraceClient.Authentication;

namespace TraceClient.Tests.DependencyInjection;

public sealed class EnvironmentTests
{
    [Fact]
    public void Tokens_and_addresses_are_read_by_the_vendors_names()
    {
        var options = Read(
            ("CALYPTIA_CLOUD_TOKEN", "a"), ("CALYPTIA_CLOUD_URL", "https://calyptia.example.test"),
            ("KUBIYA_API_KEY", "b"), ("KUBIYA_CONTROL_PLANE_BASE_URL", "https://kubiya.example.test"),
            ("GALTEA_API_KEY", " c\n"), ("GALTEA_API_URL", "https://galtea.example.test"));

        Assert.Equal(("a", "https://calyptia.example.test/"), Pair(options.Calyptia));
        Assert.Equal(("b", "https://kubiya.example.test/"), Pair(options.Kubiya));
        Assert.Equal(("c", "https://galtea.example.test/"), Pair(options.Galtea));
    }

    [Fact]
    public void A_token_without_an_address_goes_to_the_vendors_own()
    {
        Assert.Equal(("b", null), Pair(Read(("KUBIYA_API_KEY", "b")).Kubiya));
    }

    [Fact]
    public void An_address_without_a_token_turns_nothing_on() =>
        Assert.False(Read(("KUBIYA_CONTROL_PLANE_BASE_URL", "https://kubiya.example.test")).Kubiya.IsConfigured);

    [Fact]
    public void Calyptias_older_names_are_read_where_the_newer_ones_are_not_set() => Assert.Equal(
        ("old", "https://old.example.test/"),
        Pair(Read(("CALYPTIA_API_TOKEN", "old"), ("CALYPTIA_API_URL", "https://old.example.test")).Calyptia));

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    [InlineData(true)]
    public void A_token_never_goes_to_the_address_of_the_other_level(bool? enabled)
    {
        var newer = Read(
            enabled, ("CALYPTIA_CLOUD_TOKEN", "new"), ("CALYPTIA_API_TOKEN", "old"), ("CALYPTIA_API_URL", "https://old.example.test"));
        var older = Read(enabled, ("CALYPTIA_CLOUD_URL", "https://new.example.test"), ("CALYPTIA_API_TOKEN", "old"));
        var both = Read(
            enabled, ("CALYPTIA_CLOUD_TOKEN", "new"), ("CALYPTIA_CLOUD_URL", "https://new.example.test"), ("CALYPTIA_API_TOKEN", "old"));

        Assert.Equal(("new", null), Pair(newer.Calyptia));
        Assert.Equal(("old", null), Pair(older.Calyptia));
        Assert.Equal(("new", "https://new.example.test/"), Pair(both.Calyptia));
    }

    [Fact]
    public void A_blank_token_is_none_and_its_address_is_not_used() => Assert.Equal(
        ("old", null),
        Pair(Read(("CALYPTIA_CLOUD_TOKEN", "  "), ("CALYPTIA_CLOUD_URL", "https://new.example.test"),
            ("CALYPTIA_API_TOKEN", "old")).Calyptia));

    [Fact]
    public void What_is_configured_stays_and_gets_nothing_from_the_environment()
    {
        var provider = BearerTokenProvider.FromValue("p");
        var options = new TraceClientsOptions();
        options.Calyptia.TokenProvider = provider;
        options.Kubiya.BaseAddress = new Uri("https://configured.example.test");
        options.Galtea.Token = "configured";

        options.ReadEnvironment(
            name => name.EndsWith("_URL", StringComparison.Ordinal) ? "https://environment.example.test" : "environment");

        Assert.Equal((null, null), Pair(options.Calyptia));
        Assert.Same(provider, options.Calyptia.TokenProvider);
        Assert.Equal((null, "https://configured.example.test/"), Pair(options.Kubiya));
        Assert.Equal(("configured", null), Pair(options.Galtea));
    }

    [Fact]
    public void A_source_that_is_only_turned_on_takes_its_token_from_the_environment() =>
        Assert.Equal(("new", null), Pair(Read(enabled: true, ("CALYPTIA_CLOUD_TOKEN", "new")).Calyptia));

    [Fact]
    public void An_address_that_is_none_is_refused_by_the_variables_name()
    {
        var error = Assert.Throws<FormatException>(() => Read(("GALTEA_API_KEY", "secret"), ("GALTEA_API_URL", "example.test secret")));

        Assert.Contains("GALTEA_API_URL", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_reader_the_process_is_read()
    {
        // No test sets a variable of the process: others run beside this one. What is there is compared instead.
        var token = Environment.GetEnvironmentVariable("KUBIYA_API_KEY")?.Trim();

        Assert.Equal(string.IsNullOrEmpty(token) ? null : token, new TraceClientsOptions().ReadEnvironment().Kubiya.Token);
    }

    private static TraceClientsOptions Read(params (string Name, string Value)[] variables) => Read(enabled: null, variables);

    private static TraceClientsOptions Read(bool? enabled, params (string Name, string Value)[] variables)
    {
        var values = variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
        var options = new TraceClientsOptions();
        options.Calyptia.Enabled = enabled;
        return options.ReadEnvironment(name => values.GetValueOrDefault(name));
    }

    private static (string? Token, string? Address) Pair(TraceSourceOptions options) => (options.Token, options.BaseAddress?.AbsoluteUri);
}
