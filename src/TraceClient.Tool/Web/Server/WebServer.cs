using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TraceClient.Tool;

/// <summary>Serves the pages and the API of <c>tracectl serve</c> on a loopback port.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stop = new();
    private readonly IndexUpdater _updater;
    private readonly RequestGuard _guard;
    private readonly bool _hasMcp;
    private Task _updates = Task.CompletedTask;

    private WebServer(ITraceClient client, WebServerOptions options)
    {
        _guard = options.McpToken is { } token ? new RequestGuard { McpToken = token } : new RequestGuard();
        Index = new TraceIndex(client.Sources.Select(source => source.Name));
        _updater = new IndexUpdater(client, Index, Events, options.Clock) { Limit = options.Limit, IsPolling = options.IsPolling };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddRoutingCore();
        if (options.Tools is not null)
            McpEndpoint.AddServices(builder.Services, options.Tools);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        _application = builder.Build();
        _application.Use(next => context => _guard.InvokeAsync(context, next));
        _application.Use(next => context => ErrorResponse.HandleAsync(context, next));
        _application.UseRouting();
        new WebRoutes(client, Index, Events, options, _stop.Token).Map(_application);
        if (options.Tools is not null)
            McpEndpoint.Map(_application);
        _hasMcp = options.Tools is not null;
    }

    /// <summary>Gets the index of the traces.</summary>
    public TraceIndex Index { get; }

    /// <summary>Gets the events for browsers.</summary>
    public EventHub Events { get; } = new();

    /// <summary>Gets the address of the list.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Gets the address with the token, which a browser opens first.</summary>
    public Uri AddressWithToken => new(Address, $"?token={_guard.Token}");

    /// <summary>Gets the address of the MCP server with its token; null without one.</summary>
    public Uri? McpAddress => _hasMcp ? new Uri(Address, $"{McpEndpoint.Path}/{_guard.McpToken}") : null;

    /// <summary>Starts a server, which reads the sources while it responds to requests.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<WebServer> StartAsync(ITraceClient client, WebServerOptions options, CancellationToken cancellationToken)
    {
        var server = new WebServer(client, options);
        try
        {
            await server._application.StartAsync(cancellationToken);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        var addresses = server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.Address = new Uri(addresses!.Addresses.First());
        server._updates = server._updater.RunAsync(server._stop.Token);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Event streams are open as long as a browser shows the page, and must not delay the end.
        await _stop.CancelAsync();
        await _application.StopAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _updates.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _application.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Leaves Ctrl-C to <see cref="InterruptHandler"/>.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
