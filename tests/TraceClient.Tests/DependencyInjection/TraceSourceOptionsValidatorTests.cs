using Microsoft.Extensions.Options;
using Polly;
using TraceClient.DependencyInjection;

namespace TraceClient.Tests.DependencyInjection;

public sealed class TraceSourceOptionsValidatorTests
{
    private const string Prefix = "TraceClients:Kubiya";

    public static TheoryData<Action<KubiyaOptions>, string> Faults => new()
    {
        { options => options.BaseAddress = new Uri("v1", UriKind.Relative), $"{Prefix}:BaseAddress must be an absolute address" },
        { options => options.BaseAddress = new Uri("ftp://host/"), $"{Prefix}:BaseAddress must be an https address; its scheme is ftp." },
        { options =>
            options.BaseAddress = new Uri("https://user:secret@host/"), $"{Prefix}:BaseAddress must hold no user name and no password" },
        { options => options.BaseAddress = new Uri("https://host/?key=secret"), $"{Prefix}:BaseAddress must hold no query" },
        { options => options.BaseAddress = new Uri("https://host/#x"), $"{Prefix}:BaseAddress must hold no fragment" },
        { options => options.BaseAddress = new Uri("http://host/"), "Set AllowInsecureHttp to true to accept that." },
        { options => options.BaseAddress = new Uri("http://loopback/"),
            "the token travels to loopback in clear text. Set AllowInsecureHttp to true to accept that." },
        { options => options.BaseAddress = new Uri("http://loopback/localhost"), "Set AllowInsecureHttp to true to accept that." },
        { options => options.BaseAddress = new Uri("http://LOOPBACK:5000/base"), "Set AllowInsecureHttp to true to accept that." },
        { options => options.BaseAddress = new Uri("http://localhost.example.test/"), "Set AllowInsecureHttp to true to accept that." },
        { options => options.Token = "secret \n", $"{Prefix}:Token may hold visible ASCII characters only" },
        { options => options.Resilience = null!, $"{Prefix}:Resilience must not be null" },
        { options => options.Limits = null!, $"{Prefix}:Limits must not be null" },
        { options => options.Resilience.MaxRetries = -1, $"{Prefix}:Resilience:MaxRetries must be 0 or more; it is -1." },
        { options => options.Resilience.RetryDelay = TimeSpan.FromSeconds(-1),
            $"{Prefix}:Resilience:RetryDelay must be from 0 to 1 day; it is -00:00:01." },
        { options =>
            options.Resilience.MaxRetryDelay = TimeSpan.FromDays(2), $"{Prefix}:Resilience:MaxRetryDelay must be from 0 to 1 day" },
        { options =>
            options.Resilience.MaxRetryDelay = TimeSpan.Zero, $"{Prefix}:Resilience:MaxRetryDelay must not be shorter than RetryDelay" },
        { options => options.Resilience.AttemptTimeout = TimeSpan.FromMilliseconds(1),
            $"{Prefix}:Resilience:AttemptTimeout must be from 10 ms to 1 day, or 0" },
        { options =>
            options.Resilience.TotalTimeout = TimeSpan.FromDays(2), $"{Prefix}:Resilience:TotalTimeout must be from 10 ms to 1 day, or 0" },
        { options => options.Resilience.TotalTimeout = TimeSpan.FromSeconds(29),
            $"{Prefix}:Resilience:TotalTimeout must not be shorter than AttemptTimeout; it is 00:00:29." },
        { options =>
            options.Resilience.BodyIdleTimeout = TimeSpan.FromSeconds(-1), $"{Prefix}:Resilience:BodyIdleTimeout must be from 10 ms" },
        { options => options.Resilience.CircuitFailureRatio = double.NaN,
            $"{Prefix}:Resilience:CircuitFailureRatio must be from 0 (no circuit breaker) to 1; it is NaN." },
        { options => options.Resilience.CircuitFailureRatio = 1.5,
            $"{Prefix}:Resilience:CircuitFailureRatio must be from 0 (no circuit breaker) to 1; it is 1.5." },
        { options =>
            options.Resilience.CircuitMinimumThroughput = 1, $"{Prefix}:Resilience:CircuitMinimumThroughput must be 2 or more; it is 1." },
        { options => options.Resilience.CircuitSamplingDuration = TimeSpan.Zero,
            $"{Prefix}:Resilience:CircuitSamplingDuration must be from 500 ms" },
        { options =>
            options.Resilience.CircuitBreakDuration = TimeSpan.Zero, $"{Prefix}:Resilience:CircuitBreakDuration must be from 500 ms" },
        { options => options.Resilience.RequestsPerMinute = 0,
            $"{Prefix}:Resilience:RequestsPerMinute must be 1 or more, or left out for no limit; it is 0." },
        { options => options.Limits.MaxElementBytes = 0, $"{Prefix}:Limits:MaxElementBytes must be 1 or more; it is 0." },
        { options => options.Limits.MaxBodyBytes = 0, $"{Prefix}:Limits:MaxBodyBytes must be 1 or more; it is 0." },
        { options => options.Limits.MaxJsonDepth = 0, $"{Prefix}:Limits:MaxJsonDepth must be 1 or more; it is 0." },
    };

    public static TheoryData<Action<KubiyaOptions>> RightOnes => new()
    {
        _ => { },
        options => options.BaseAddress = new Uri("http://localhost:5000/base"),
        options => options.BaseAddress = new Uri("http://LocalHost:5000"),
        options => options.BaseAddress = new Uri("http://127.0.0.1:5000"),
        options => options.BaseAddress = new Uri("http://127.255.1.2:5000"),
        options => options.BaseAddress = new Uri("http://[::1]:5000"),
        options =>
        {
            options.BaseAddress = new Uri("http://host/");
            options.AllowInsecureHttp = true;
        },
        options =>
        {
            options.Resilience.MaxRetries = 0;
            options.Resilience.CircuitFailureRatio = 0;
            options.Resilience.AttemptTimeout = TimeSpan.Zero;
            options.Resilience.TotalTimeout = TimeSpan.Zero;
            options.Resilience.BodyIdleTimeout = TimeSpan.Zero;
        },
        options =>
        {
            options.Resilience.Pipeline = ResiliencePipeline<HttpResponseMessage>.Empty;
            options.Resilience.RequestsPerMinute = 1;
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_names_the_key_to_set_and_quotes_no_secret(Action<KubiyaOptions> change, string message)
    {
        var options = new KubiyaOptions { Token = "t" };
        change(options);

        var fault = Assert.Single(Failures(options));

        Assert.Contains(message, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RightOnes))]
    public void What_is_right_has_no_fault(Action<KubiyaOptions> change)
    {
        var options = new KubiyaOptions { Token = "t" };
        change(options);

        Assert.Empty(Failures(options));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var options = new KubiyaOptions { Token = " ", Resilience = { MaxRetries = -1 }, Limits = { MaxJsonDepth = 0 } };

        Assert.Equal(3, Failures(options).Count);
    }

    private static IReadOnlyList<string> Failures(KubiyaOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        TraceClientsOptionsValidator.Validate(options, Prefix, failures);
        return [.. failures.Build().Failures ?? []];
    }
}
