using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TraceClient.Replication.Tests;
using TraceClient.Sqlite;

namespace TraceClient.Stores.Tests;

/// <summary>The registration of a store, and the hosted service that keeps it in sync.</summary>
public sealed class StoreSyncTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_copies_what_is_there_and_then_what_is_new()
    {
        var source = Replications.SourceOf(5);
        var time = new FakeTimeProvider(Replications.Now);
        using var host = HostOf(source, time, sync => sync.PollInterval = TimeSpan.FromMinutes(1));
        await host.StartAsync(Token);
        var store = host.Services.GetRequiredService<ITraceStore>();
        await UntilAsync(store, traces: 5, time);
        source.Insert(0, "new", Replications.Now.AddSeconds(30));
        await UntilAsync(store, traces: 6, time);
        await host.StopAsync(Token);

        await using var client = await store.CreateClientAsync(Token);
        Assert.Equal("listed", Assert.Single(client.Sources).Name);
    }

    [Fact]
    public async Task A_source_that_fails_is_tried_again()
    {
        var source = Replications.SourceOf(5);
        var failures = 0;
        source.OnList = _ =>
        {
            if (Interlocked.Increment(ref failures) <= 2)
                throw new TraceTransportException("The service is not available.") { IsTransient = false };
        };
        var time = new FakeTimeProvider(Replications.Now);
        using var host = HostOf(source, time, sync => sync.PollInterval = TimeSpan.FromMinutes(1));
        await host.StartAsync(Token);
        await UntilAsync(host.Services.GetRequiredService<ITraceStore>(), traces: 5, time);
        await host.StopAsync(Token);
        Assert.True(failures > 2);
    }

    [Fact]
    public async Task Old_traces_are_pruned()
    {
        var source = Replications.SourceOf(5);
        source.Add("old", Replications.Now.AddDays(-10));
        var time = new FakeTimeProvider(Replications.Now);
        using var host = HostOf(source, time, sync => sync.Limits = new TraceStoreLimits { MaxAge = TimeSpan.FromDays(5) });
        await host.StartAsync(Token);
        var store = host.Services.GetRequiredService<ITraceStore>();
        await UntilAsync(store, traces: 5, time);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task An_error_that_no_retry_helps_ends_the_service()
    {
        using var host = HostOf(Replications.SourceOf(1), new FakeTimeProvider(Replications.Now), sync =>
        {
            sync.Query = new TraceQuery { Sources = ["missing"] };
            sync.Limits = new TraceStoreLimits { MaxAge = TimeSpan.FromDays(5) };
        });
        await host.StartAsync(Token);

        var service = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Single();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => service.ExecuteTask!);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task A_keyed_client_has_a_store_of_its_own()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddTraceClients("a", _ => { }).AddSource(_ => Replications.SourceOf(1)).AddSqliteStore(_folder.File("a.db"));
        builder.Services.AddTraceClients("b", _ => { }).AddSource(_ => Replications.SourceOf(1)).AddSqliteStore(_folder.File("b.db"));
        using var host = builder.Build();
        Assert.Equal(_folder.File("a.db"), ((SqliteTraceStore)host.Services.GetRequiredKeyedService<ITraceStore>("a")).Path);
        Assert.Equal(_folder.File("b.db"), ((SqliteTraceStore)host.Services.GetRequiredKeyedService<ITraceStore>("b")).Path);
        Assert.Null(host.Services.GetService<ITraceStore>());
        await host.StartAsync(Token);
        await host.StopAsync(Token);
    }

    [Fact]
    public void Invalid_options_are_refused_when_they_are_set()
    {
        var builder = new ServiceCollection().AddTraceClients(_ => { });
        Assert.Throws<ArgumentException>(() => builder.AddStoreSync(sync => sync.PollInterval = TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() => builder.AddStoreSync(sync => sync.Query = new TraceQuery { Limit = 1 }));
        Assert.Throws<ArgumentException>(() => builder.AddStoreSync(sync => sync.Replication.BatchSize = 0));
        Assert.Throws<ArgumentException>(() => builder.AddSqliteStore(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TraceStoreLimits { MaxBytes = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TraceStoreLimits { MaxAge = TimeSpan.FromTicks(-1) });
    }

    private static async Task UntilAsync(ITraceStore store, long traces, FakeTimeProvider time)
    {
        while ((await store.GetStatisticsAsync(Token)).Traces != traces)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
    }

    private IHost HostOf(ListedSource source, TimeProvider time, Action<StoreSyncOptions> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(time);
        builder.Services.AddTraceClients(_ => { }).AddSource(_ => source).AddSqliteStore(_folder.File("traces.db")).AddStoreSync(configure);
        return builder.Build();
    }
}
