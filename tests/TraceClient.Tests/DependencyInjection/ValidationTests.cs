using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TraceClient.Tests.Facade;
using static TraceClient.Tests.DependencyInjection.Containers;

namespace TraceClient.Tests.DependencyInjection;

public sealed class ValidationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("BaseAddress", "not/absolute", "must be an absolute address")]
    [InlineData("BaseAddress", "ftp://example.test", "must be an https address")]
    [InlineData("BaseAddress", "http://example.test", "Set AllowInsecureHttp to true")]
    [InlineData("BaseAddress", "https://user:pw@example.test", "must hold no user name and no password")]
    [InlineData("BaseAddress", "https://example.test/?a=b", "must hold no query")]
    [InlineData("BaseAddress", "https://example.test/#a", "must hold no fragment")]
    [InlineData("Token", "Bearer t", "may hold visible ASCII characters only")]
    [InlineData("Token", "t\n", "may hold visible ASCII characters only")]
    [InlineData("PageSize", "0", "must be from 1 to")]
    [InlineData("PageSize", "-1", "must be from 1 to")]
    [InlineData("PageSize", "1001", "must be from 1 to")]
    [InlineData("Resilience:MaxRetries", "-1", "must be 0 or more; it is -1")]
    [InlineData("Resilience:RetryDelay", "-00:00:01", "must be from 0 to 1 day")]
    [InlineData("Resilience:MaxRetryDelay", "00:00:00.1", "must not be shorter than RetryDelay")]
    [InlineData("Resilience:MaxRetryDelay", "2.00:00:00", "must be from 0 to 1 day")]
    [InlineData("Resilience:AttemptTimeout", "00:00:00.001", "must be from 10 ms to 1 day, or 0 for no limit")]
    [InlineData("Resilience:AttemptTimeout", "-00:00:01", "must be from 10 ms to 1 day, or 0 for no limit")]
    [InlineData("Resilience:TotalTimeout", "00:00:01", "must not be shorter than AttemptTimeout")]
    [InlineData("Resilience:TotalTimeout", "-00:00:01", "must be from 10 ms to 1 day, or 0 for no limit")]
    [InlineData("Resilience:BodyIdleTimeout", "-00:00:01", "must be from 10 ms to 1 day, or 0 for no limit")]
    [InlineData("Resilience:CircuitFailureRatio", "1.1", "must be from 0 (no circuit breaker) to 1; it is 1.1")]
    [InlineData("Resilience:CircuitFailureRatio", "NaN", "must be from 0 (no circuit breaker) to 1")]
    [InlineData("Resilience:CircuitMinimumThroughput", "1", "must be 2 or more")]
    [InlineData("Resilience:CircuitSamplingDuration", "00:00:00.1", "must be from 500 ms to 1 day")]
    [InlineData("Resilience:CircuitBreakDuration", "00:00:00.1", "must be from 500 ms to 1 day")]
    [InlineData("Resilience:RequestsPerMinute", "0", "must be 1 or more, or left out for no limit")]
    [InlineData("Limits:MaxElementBytes", "0", "must be 1 or more")]
    [InlineData("Limits:MaxBodyBytes", "0", "must be 1 or more")]
    [InlineData("Limits:MaxJsonDepth", "0", "must be 1 or more")]
    public void A_wrong_value_is_refused_by_its_key_at_every_source(string key, string value, string rule)
    {
        foreach (var source in new[] { "Calyptia", "Kubiya", "Galtea" })
        {
            var failure = Assert.Single(Failures((source + ":Token", "t"), ($"{source}:{key}", value)));

            Assert.StartsWith($"TraceClients:{source}:{key} ", failure, StringComparison.Ordinal);
            Assert.Contains(rule, failure, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Kubiya_takes_pages_of_100_at_most() =>
        Assert.Equal("TraceClients:Kubiya:PageSize must be from 1 to 100; it is 101.",
            Assert.Single(Failures(("Kubiya:Token", "t"), ("Kubiya:PageSize", "101"))));

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    public void The_gap_between_chunks_is_more_than_nothing(string gap) => Assert.StartsWith(
        "TraceClients:Calyptia:ChunkGap must be more than 0;", Assert.Single(Failures(("Calyptia:Token", "t"), ("Calyptia:ChunkGap", gap))),
        StringComparison.Ordinal);

    [Fact]
    public void No_source_at_all_names_the_keys_to_choose_from() => Assert.Equal(
        "No source is configured: set TraceClients:Calyptia:Token, TraceClients:Kubiya:Token or TraceClients:Galtea:Token.",
        Assert.Single(Failures()));

    [Theory]
    [InlineData("Kubiya:Enabled", "true")]
    [InlineData("Kubiya:BaseAddress", "https://example.test")]
    public void A_source_that_is_on_needs_a_token(string key, string value) => Assert.StartsWith(
        "TraceClients:Kubiya:Token must be set", Assert.Single(Failures((key, value))), StringComparison.Ordinal);

    [Fact]
    public void An_empty_token_is_none() => Assert.StartsWith(
        "TraceClients:Kubiya:Token must be set",
        Assert.Single(Failures(("Kubiya:BaseAddress", "https://example.test"), ("Kubiya:Token", ""))),
        StringComparison.Ordinal);

    [Fact]
    public void A_source_that_is_off_may_be_wrong() =>
        Assert.Empty(Failures(("Galtea:Token", "t"), ("Kubiya:Token", "t"), ("Kubiya:PageSize", "0"), ("Kubiya:Enabled", "false")));

    [Fact]
    public void Every_fault_is_named_at_once() =>
        Assert.Equal(3,
            Failures(("Galtea:Token", "t"), ("Galtea:PageSize", "0"), ("Kubiya:Token", "a b"), ("Kubiya:Limits:MaxJsonDepth", "0")).Length);

    [Fact]
    public void No_message_shows_a_token()
    {
        var failures = Failures(("Kubiya:Token", "secret token"), ("Kubiya:BaseAddress", "https://user:secret@example.test"));

        Assert.Equal(2, failures.Length);
        Assert.All(failures, failure => Assert.DoesNotContain("secret", failure, StringComparison.Ordinal));
    }

    [Fact]
    public void The_key_is_the_one_of_the_section_that_was_given()
    {
        var section = Configuration(("Apps:Tracing:Kubiya:Token", "t"), ("Apps:Tracing:Kubiya:PageSize", "0")).GetSection("Apps:Tracing");

        Assert.StartsWith("Apps:Tracing:Kubiya:PageSize ", Assert.Single(FailuresOf(services => services.AddTraceClients(section))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_set_to_null_by_code_is_named() => Assert.StartsWith(
        "TraceClients:Kubiya must not be null",
        Assert.Single(FailuresOf(services => services.AddTraceClients(options =>
        {
            options.Galtea.Token = "t";
            options.Kubiya = null!;
        }))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Resilience")]
    [InlineData("Limits")]
    public void A_group_set_to_null_by_code_is_named(string group) => Assert.StartsWith(
        $"TraceClients:Kubiya:{group} must not be null",
        Assert.Single(FailuresOf(services => services.AddTraceClients(options =>
        {
            options.Kubiya.Token = "t";
            if (group == "Limits")
                options.Kubiya.Limits = null!;
            else
                options.Kubiya.Resilience = null!;
        }))),
        StringComparison.Ordinal);

    [Fact]
    public async Task The_host_does_not_start_with_wrong_options()
    {
        using var host = HostOf(("Kubiya:PageSize", "0"), ("Kubiya:Token", "t"));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("TraceClients:Kubiya:PageSize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_does_not_start_with_wrong_options_of_a_keyed_client()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddTraceClients(options => options.Kubiya.Token = "t");
        builder.Services.AddTraceClients("tenant-a", options => options.Kubiya.PageSize = 0)
            .Configure(options => options.Kubiya.Token = "t");
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Equal("tenant-a", error.OptionsName);
        Assert.Contains("Kubiya:PageSize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_starts_with_right_options_and_with_a_source_of_its_own_alone()
    {
        using var configured = HostOf(("Kubiya:Token", "t"));
        await configured.StartAsync(Token);
        Assert.Equal(["kubiya"], configured.Services.GetRequiredService<ITraceClient>().Names());
        await configured.StopAsync(Token);

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddTraceClients(builder.Configuration.GetSection("TraceClients")).AddSource(_ => new FakeSource("own"));
        using var own = builder.Build();
        await own.StartAsync(Token);
        Assert.Equal(["own"], own.Services.GetRequiredService<ITraceClient>().Names());
        await own.StopAsync(Token);
    }

    private static IHost HostOf(params (string Key, string? Value)[] entries)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create("TraceClients:" + entry.Key, entry.Value)));
        builder.Services.AddTraceClients(builder.Configuration.GetSection("TraceClients"));
        return builder.Build();
    }

    private static string[] Failures(params (string Key, string? Value)[] entries) =>
        FailuresOf(services => services.AddTraceClients(Section(entries)));

    private static string[] FailuresOf(Action<IServiceCollection> add)
    {
        using var services = Build(add);
        try
        {
            services.GetRequiredService<ITraceClient>();
            return [];
        }
        catch (OptionsValidationException error)
        {
            return [.. error.Failures];
        }
    }
}
