using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TraceClient.Authentication;

namespace TraceClient.Tests.Conventions;

public sealed class OptionsConventionTests
{
    /// <summary>Numbers and times for which 0 makes sense: none, or no limit.</summary>
    private static readonly string[] MayBeZero =
    [
        nameof(ResilienceOptions.MaxRetries), nameof(ResilienceOptions.RetryDelay), nameof(ResilienceOptions.AttemptTimeout),
        nameof(ResilienceOptions.TotalTimeout), nameof(ResilienceOptions.BodyIdleTimeout), nameof(ResilienceOptions.MinimumBytesPerSecond),
        nameof(ResilienceOptions.CircuitFailureRatio),
        nameof(BearerTokenCacheOptions.RefreshBeforeExpiry), nameof(FollowOptions.QuietPeriod),
    ];

    /// <summary>Groups of options, and what has no default because it must or may be given.</summary>
    private static readonly string[] WithoutDefault =
    [
        "TraceClientsOptions.Calyptia", "TraceClientsOptions.Kubiya", "TraceClientsOptions.Galtea",
        "TraceSourceOptions.Resilience", "TraceSourceOptions.Limits", "TraceSourceOptions.Token", "TraceSourceOptions.TokenProvider",
        "ClientCredentialsOptions.TokenEndpoint", "ClientCredentialsOptions.ClientId", "ClientCredentialsOptions.ClientSecret",
        "ClientCredentialsOptions.Scope", "ClientCredentialsOptions.Audience", "ClientCredentialsOptions.Cache",
    ];

    public static TheoryData<string> Properties =>
        [.. OptionsTypes().SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(IsOption).Select(Describe)];

    public static TheoryData<string> Numbers => [.. NumbersOf(typeof(TraceClientsOptions), prefix: null)];

    public static TheoryData<string> CacheTimes =>
        [.. typeof(BearerTokenCacheOptions).GetProperties().Where(IsNumber).Select(property => property.Name)];

    public static TheoryData<string> FollowTimes =>
        [.. typeof(FollowOptions).GetProperties().Where(IsNumber).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Properties))]
    public void An_option_says_what_it_is_and_what_its_default_is(string option)
    {
        var property = OptionsTypes().SelectMany(type => type.GetProperties()).First(property => Describe(property) == option);

        Assert.False(string.IsNullOrWhiteSpace(XmlDocs.Summary(property)), $"{option} has no summary.");
        if (!WithoutDefault.Contains(option))
            Assert.StartsWith("The default is ", XmlDocs.Value(property) ?? "(no <value>)", StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_in_the_documentation_is_the_one_in_the_code()
    {
        Assert.All(OptionsTypes()
            .Where(type => !type.IsAbstract && type.GetConstructor([]) is not null && type != typeof(ClientCredentialsOptions)), type =>
        {
            var defaults = Activator.CreateInstance(type)!;
            foreach (var property in type.GetProperties().Where(property => IsNumber(property) && property.GetValue(defaults) is not null))
                Assert.StartsWith(
                    $"The default is {Spoken(property.GetValue(defaults)!)}", XmlDocs.Value(property) ?? "", StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_below_zero_is_refused_by_its_key(string key) => AssertRefused(key, -1);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Zero_is_refused_by_its_key_where_it_makes_no_sense(string key)
    {
        if (!MayBeZero.Contains(key.Split(':')[^1]))
            AssertRefused(key, 0);
        else
            Assert.Null(FailureOf(key, 0));
    }

    [Theory]
    [MemberData(nameof(CacheTimes))]
    public void A_token_cache_refuses_impossible_times(string name)
    {
        Assert.Contains(name, Refused(-1).Message, StringComparison.Ordinal);
        if (!MayBeZero.Contains(name) && name != nameof(BearerTokenCacheOptions.RetryDelay))
            Assert.Contains(name, Refused(0).Message, StringComparison.Ordinal);

        ArgumentException Refused(int value)
        {
            var options = new BearerTokenCacheOptions();
            Set(options, name, value);
            return Assert.Throws<ArgumentException>(() => BearerTokenProvider.Cached(BearerTokenProvider.FromValue("t"), options));
        }
    }

    [Theory]
    [MemberData(nameof(FollowTimes))]
    public void Following_refuses_impossible_times(string name)
    {
        Assert.Contains(name, Refused(-1).Message, StringComparison.Ordinal);
        if (!MayBeZero.Contains(name))
            Assert.Contains(name, Refused(0).Message, StringComparison.Ordinal);

        ArgumentException Refused(int value)
        {
            var options = new FollowOptions();
            Set(options, name, value);
            var client = new MergedTraceClient([new Facade.FakeSource("a")], TimeProvider.System);
            return Assert.ThrowsAny<ArgumentException>(
                () => client.FollowAsync(new TraceReference("a", "t"), options, TestContext.Current.CancellationToken));
        }
    }

    private static void AssertRefused(string key, int value) =>
        Assert.StartsWith($"TraceClients:{key} ", FailureOf(key, value) ?? "(accepted)", StringComparison.Ordinal);

    private static string? FailureOf(string key, int value)
    {
        using var services = new ServiceCollection().AddTraceClients(options =>
        {
            options.Calyptia.Token = options.Kubiya.Token = options.Galtea.Token = "t";
            var path = key.Split(':');
            Set(path[..^1].Aggregate((object)options, (group, name) => group.GetType().GetProperty(name)!.GetValue(group)!), path[^1],
                value);
        }).Services.BuildServiceProvider();
        try
        {
            services.GetRequiredService<ITraceClient>();
            return null;
        }
        catch (OptionsValidationException error)
        {
            return error.Failures.FirstOrDefault(failure => failure.StartsWith($"TraceClients:{key} ", StringComparison.Ordinal))
                ?? error.Message;
        }
    }

    private static void Set(object options, string name, int value)
    {
        var property = options.GetType().GetProperty(name)!;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        property.SetValue(options,
            type == typeof(TimeSpan) ? TimeSpan.FromSeconds(value) : Convert.ChangeType(value, type, CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string> NumbersOf(Type type, string? prefix) => type.GetProperties().SelectMany(property =>
    {
        var key = prefix is null ? property.Name : $"{prefix}:{property.Name}";
        if (OptionsTypes().Contains(property.PropertyType))
            return NumbersOf(property.PropertyType, key);
        return IsNumber(property) ? [key] : [];
    });

    private static string Spoken(object value) => value switch
    {
        TimeSpan { TotalMilliseconds: < 1000 } time => $"{time.TotalMilliseconds} ms",
        TimeSpan { TotalMinutes: 1 } => "1 minute",
        TimeSpan time => $"{time.TotalSeconds} s",
        IFormattable number when value is int or long => number.ToString("#,0", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static IEnumerable<Type> OptionsTypes() =>
        Assemblies.Library.GetExportedTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal));

    private static bool IsOption(PropertyInfo property) =>
        property.SetMethod?.IsPublic == true || property.PropertyType == typeof(IList<string>);

    private static bool IsNumber(PropertyInfo property) =>
        (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is var type
        && property.SetMethod?.IsPublic == true
        && (type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(TimeSpan));

    private static string Describe(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";
}
