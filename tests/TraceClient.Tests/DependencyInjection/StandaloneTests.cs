using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TraceClient.Tests.Facade;

namespace TraceClient.Tests.DependencyInjection;

public sealed class StandaloneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_is_made_without_a_container()
    {
        var handler = new RecordingHandler();
        await using var client = TraceClients.Create(options => Kubiya(options, handler));

        Assert.Empty(await client.ListTracesAsync(cancellationToken: Token).ToListAsync(Token));
        await client.Kubiya.ListTracesAsync(cancellationToken: Token);

        Assert.Equal(["kubiya"], client.Names());
        Assert.All(handler.Requests, request => Assert.Equal("control-plane.kubiya.ai Bearer t", request));
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public void The_raw_API_of_a_source_that_is_not_configured_says_so()
    {
        using var client = TraceClients.Create(options => Kubiya(options, new RecordingHandler()));

        Assert.Throws<InvalidOperationException>(() => client.Calyptia);
        Assert.Throws<InvalidOperationException>(() => client.Galtea);
    }

    [Fact]
    public void Disposing_it_closes_its_connections()
    {
        var handler = new RecordingHandler();
        var client = TraceClients.Create(options => Kubiya(options, handler));
        Assert.False(handler.IsDisposed);

        client.Dispose();
        client.Dispose();

        Assert.True(handler.IsDisposed);
    }

    [Fact]
    public async Task Disposing_it_asynchronously_closes_its_connections()
    {
        var handler = new RecordingHandler();
        await TraceClients.Create(options => Kubiya(options, handler)).DisposeAsync();

        Assert.True(handler.IsDisposed);
    }

    [Fact]
    public void Wrong_options_leave_nothing_behind()
    {
        var made = 0;

        Assert.Throws<OptionsValidationException>(() => TraceClients.Create(options =>
        {
            options.Kubiya.Token = "t";
            options.Kubiya.PageSize = 0;
            options.Kubiya.PrimaryHandler = () =>
            {
                made++;
                return new RecordingHandler();
            };
        }));

        Assert.Equal(0, made);
    }

    [Fact]
    public void A_source_that_cannot_be_made_closes_the_connections_of_the_others()
    {
        var handler = new RecordingHandler();

        Assert.Throws<NotSupportedException>(() => TraceClients.Create(
            options => Kubiya(options, handler), builder => builder.AddSource(_ => throw new NotSupportedException())));

        Assert.True(handler.IsDisposed);
    }

    [Fact]
    public void No_source_at_all_is_refused() => Assert.Throws<OptionsValidationException>(() => TraceClients.Create(_ => { }));

    [Fact]
    public void A_source_of_its_own_and_a_clock_are_taken_from_the_builder()
    {
        using var client = TraceClients.Create(
            _ => { },
            builder =>
            {
                builder.AddSource(services => new FakeSource(
                    services.GetRequiredService<TimeProvider>() is AutoAdvancingTimeProvider ? "own-clock" : "system-clock"));
                builder.Services.AddSingleton<TimeProvider>(new AutoAdvancingTimeProvider());
            });

        Assert.Equal(["own-clock"], client.Names());
    }

    private static void Kubiya(TraceClientsOptions options, HttpMessageHandler handler)
    {
        options.Kubiya.Token = "t";
        options.Kubiya.PrimaryHandler = () => handler;
    }
}
