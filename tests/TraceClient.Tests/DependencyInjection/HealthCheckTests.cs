using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TraceClient.Tests.Http;
using static TraceClient.Tests.DependencyInjection.Containers;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.DependencyInjection;

public sealed class HealthCheckTests
{
    private const string EmptyPage = """{"items":[],"has_next":false}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_result_is_kept_for_a_minute()
    {
        var stub = new StubHandler(Answer(HttpStatusCode.OK, EmptyPage), Answer(HttpStatusCode.Forbidden));
        await using var services = Build(services =>
        {
            services.AddSingleton<TimeProvider>(_time).AddLogging().AddHealthChecks().AddTraceClients();
            services.AddTraceClients(options => Kubiya(options, stub));
        });
        var checks = services.GetRequiredService<HealthCheckService>();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => checks.CheckHealthAsync(Token)));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HealthStatus.Healthy, (await checks.CheckHealthAsync(Token)).Status);
        Assert.Single(stub.Sent);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Unhealthy, (await checks.CheckHealthAsync(Token)).Status);
        Assert.Equal(2, stub.Sent.Count);
    }

    [Fact]
    public async Task A_check_that_is_cancelled_leaves_no_result()
    {
        var sent = new TaskCompletionSource();
        var stub = new StubHandler(
            (request, cancellationToken) =>
            {
                sent.SetResult();
                return Hang(request, cancellationToken);
            },
            Answer(HttpStatusCode.OK, EmptyPage));
        await using var services = Build(services =>
        {
            services.AddLogging().AddHealthChecks().AddTraceClients();
            services.AddTraceClients(options => Kubiya(options, stub));
        });
        var checks = services.GetRequiredService<HealthCheckService>();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var running = checks.CheckHealthAsync(caller.Token);
        await sent.Task;
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(HealthStatus.Healthy, (await checks.CheckHealthAsync(Token)).Status);
    }

    [Fact]
    public void Without_a_client_there_is_no_check_and_without_a_builder_no_call()
    {
        using var services = Build(services => services.AddLogging().AddHealthChecks().AddTraceClients());

        Assert.Empty(services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>().Value.Registrations);
        Assert.Throws<ArgumentNullException>(() => ((IHealthChecksBuilder)null!).AddTraceClients());
    }

    private static void Kubiya(TraceClientsOptions options, StubHandler stub)
    {
        options.Kubiya.Token = "t-0123456789abcdef";
        options.Kubiya.PrimaryHandler = () => stub;
        options.Kubiya.Resilience.MaxRetries = 0;
    }
}
