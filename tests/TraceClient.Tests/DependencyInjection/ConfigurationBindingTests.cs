using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TraceClient.Tests.Conventions;
using static TraceClient.Tests.DependencyInjection.Containers;

namespace TraceClient.Tests.DependencyInjection;

public sealed class ConfigurationBindingTests
{
    /// <summary>What only code can set: a new property is either bound or named here.</summary>
    private static readonly string[] CodeOnly =
    [
        $"{nameof(TraceSourceOptions)}.{nameof(TraceSourceOptions.TokenProvider)}",
        $"{nameof(TraceSourceOptions)}.{nameof(TraceSourceOptions.PrimaryHandler)}",
        $"{nameof(ResilienceOptions)}.{nameof(ResilienceOptions.Pipeline)}",
    ];

    public static TheoryData<string> Keys => [.. Bindable(typeof(TraceClientsOptions), prefix: null).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_arrives_at_its_option(string key)
    {
        var type = Bindable(typeof(TraceClientsOptions), prefix: null).Single(entry => entry.Key == key).Type;
        var expected = Distinct(type, ValueAt(new TraceClientsOptions(), key));
        var entries = expected is string[] list
            ? list.Select((item, index) => ($"{key}:{index}", (string?)item))
            : [(key, Text(expected))];

        var bound = ValueAt(Bound(Section(entries)), key);

        Assert.Equal(expected, bound is IList<string> items ? items.ToArray() : bound);
    }

    [Fact]
    public void All_keys_arrive_together()
    {
        var defaults = new TraceClientsOptions();
        var expected = Bindable(typeof(TraceClientsOptions), prefix: null)
            .ToDictionary(entry => entry.Key, entry => Distinct(entry.Type, ValueAt(defaults, entry.Key)), StringComparer.Ordinal);
        var entries = expected.SelectMany(entry => entry.Value is string[] list
            ? list.Select((item, index) => ($"{entry.Key}:{index}", (string?)item))
            : [(entry.Key, Text(entry.Value))]);

        var bound = Bound(Section(entries));

        Assert.Equal(expected.Values,
            expected.Keys.Select(key => ValueAt(bound, key) is IList<string> items ? items.ToArray() : ValueAt(bound, key)));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_stands_in_the_documentation(string key)
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "configuration.md"));
        var ofEverySource = key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..];

        Assert.True(
            page.Contains($"| `{key}` |", StringComparison.Ordinal) || page.Contains($"| `{ofEverySource}` |", StringComparison.Ordinal),
            $"docs/configuration.md has no row for `{key}`.");
    }

    [Fact]
    public void The_nested_keys_are_among_those_walked()
    {
        string[] keys = [.. Bindable(typeof(TraceClientsOptions), prefix: null).Select(entry => entry.Key)];

        Assert.Contains("Kubiya:Token", keys);
        Assert.Contains("Galtea:Resilience:RequestsPerMinute", keys);
        Assert.Contains("Calyptia:Limits:MaxJsonDepth", keys);
        Assert.Contains("Calyptia:PipelineIds", keys);
    }

    [Fact]
    public void What_only_code_can_set_is_there_to_be_set()
    {
        var settable = new[] { typeof(TraceSourceOptions), typeof(ResilienceOptions) }
            .SelectMany(type => type.GetProperties().Where(property => property.SetMethod?.IsPublic == true)
                .Select(property => $"{type.Name}.{property.Name}"));

        Assert.Empty(CodeOnly.Except(settable, StringComparer.Ordinal));
    }

    [Fact]
    public void Keys_are_read_from_json_as_users_write_it()
    {
        using var json = new MemoryStream("""
            {
              "TraceClients": {
                "Calyptia": { "Token": "a", "TokenKind": "project", "PipelineIds": ["p1", "p2"], "ChunkGap": "00:00:30" },
                "kubiya": { "token": "b", "tokenScheme": "UserKey", "resilience": { "requestsPerMinute": 120 } },
                "Galtea": { "Token": "c", "Enabled": false }
              }
            }
            """u8.ToArray());

        var options = Bound(new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("TraceClients"));

        Assert.Equal(CalyptiaTokenKind.Project, options.Calyptia.TokenKind);
        Assert.Equal(["p1", "p2"], options.Calyptia.PipelineIds);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Calyptia.ChunkGap);
        Assert.Equal(KubiyaTokenScheme.UserKey, options.Kubiya.TokenScheme);
        Assert.Equal(120, options.Kubiya.Resilience.RequestsPerMinute);
        Assert.False(options.Galtea.IsConfigured);
    }

    [Fact]
    public void Null_in_json_says_nothing_and_breaks_nothing()
    {
        using var json = new MemoryStream("""
            { "TraceClients": { "Calyptia": null, "Kubiya": { "Token": "b", "Resilience": null, "Limits": null, "Enabled": null }, "Galtea": {} } }
            """u8.ToArray());
        using var services =
            Build(services => services.AddTraceClients(new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("TraceClients")));

        Assert.Equal(["kubiya"], services.GetRequiredService<ITraceClient>().Names());
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_refused_by_its_key_and_not_shown()
    {
        using var services = Build(services => services.AddTraceClients(Section(("Kubiya:Token", "t"), ("Kubiya:PageSize", "a-token"))));

        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<ITraceClient>);

        Assert.Equal("TraceClients:Kubiya:PageSize has a value of the wrong type.", error.Message);
        Assert.DoesNotContain("a-token", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_that_can_be_bound_is_known(string key)
    {
        using var services =
            Build(services => services.AddTraceClients(Section((key, null))).Configure(options => options.Kubiya.Token = "t"));

        Assert.NotNull(services.GetRequiredService<ITraceClient>());
    }

    [Theory]
    [InlineData("TraceClients:Kubiya:PageSze")]
    [InlineData("TraceClients:Kubiya:Resilience:MaxRetry")]
    public async Task A_host_whose_configuration_has_a_key_that_means_nothing_does_not_start(string key)
    {
        using var host = HostOf((key, "7"));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal($"{key} is not a known key.", Assert.Single(error.Failures));
    }

    [Fact]
    public async Task Other_sections_and_environment_variables_may_hold_any_key()
    {
        using var host = HostOf(
            ("PageSze", "7"), ("Kubiya:PageSze", "7"), ("Other:TraceClients:Kubiya:PageSze", "7"),
            ("TraceClientsOfOthers:Kubiya:PageSze", "7"), ("KUBIYA_API_KEYS", "7"));

        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Kubia")]
    [InlineData("Kubiya:BaseAdress")]
    [InlineData("Galtea:Resilience:MaxRetrys")]
    [InlineData("Galtea:Limits:MaxDepth")]
    public void An_unknown_key_is_refused_by_its_path_and_without_its_value(string key)
    {
        using var services =
            Build(services => services.AddTraceClients(Section(("Kubiya:Token", "t"), ("Galtea:Token", "t"), (key, "secret-value"))));

        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<ITraceClient>);

        Assert.Equal($"TraceClients:{key} is not a known key.", error.Message);
        Assert.DoesNotContain("secret-value", error.ToString(), StringComparison.Ordinal);
    }

    private static IHost HostOf(params IEnumerable<(string Key, string? Value)> entries)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("TraceClients:Kubiya:Token", (string?)"t"),
            .. entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))]);
        builder.Services.AddTraceClients();
        return builder.Build();
    }

    private static TraceClientsOptions Bound(IConfiguration section)
    {
        // Bound as a user's are, but without the check: each value is only distinct, not sensible.
        var services = new ServiceCollection();
        services.AddTraceClients(section);
        foreach (var check in services.Where(service => service.ServiceType == typeof(IValidateOptions<TraceClientsOptions>)).ToList())
            services.Remove(check);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<TraceClientsOptions>>().Value;
    }

    private static IEnumerable<(string Key, Type Type)> Bindable(Type type, string? prefix)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = prefix is null ? property.Name : $"{prefix}:{property.Name}";
            var isList = property.PropertyType == typeof(IList<string>);
            if (CodeOnly.Contains($"{property.DeclaringType!.Name}.{property.Name}") || (property.SetMethod?.IsPublic != true && !isList))
                continue;

            if (property.PropertyType.Namespace == nameof(TraceClient) && property.PropertyType.IsClass)
            {
                foreach (var nested in Bindable(property.PropertyType, key))
                    yield return nested;
            }
            else
            {
                yield return (key, property.PropertyType);
            }
        }
    }

    private static object? ValueAt(object options, string key) =>
        key.Split(':').Aggregate((object?)options, (value, name) => value!.GetType().GetProperty(name)!.GetValue(value));

    /// <summary>A value that the option does not have by itself.</summary>
    private static object Distinct(Type type, object? now) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(bool) => now is not true,
        var t when t == typeof(int) => (int)(now ?? 0) + 7,
        var t when t == typeof(long) => (long)(now ?? 0L) + 7,
        var t when t == typeof(double) => (double)(now ?? 0.0) + 0.25,
        var t when t == typeof(TimeSpan) => (TimeSpan)(now ?? TimeSpan.Zero) + TimeSpan.FromMilliseconds(1234),
        var t when t == typeof(string) => "text of its own",
        var t when t == typeof(Uri) => new Uri("https://own.example.test/path"),
        var t when t == typeof(IList<string>) => new[] { "one", "two" },
        { IsEnum: true } t => Enum.GetValues(t).Cast<object>().First(value => !value.Equals(now)),
        var t => throw new InvalidOperationException(
            $"An option of the type {t} is new here: say how it is written in a configuration, or name it in {nameof(CodeOnly)}."),
    };

    private static string? Text(object value) => value is Uri
        ? value.ToString()
        : TypeDescriptor.GetConverter(value).ConvertToString(context: null, CultureInfo.InvariantCulture, value);
}
