using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TraceClient.Testing;

/// <summary>The Kestrel server on a loopback port. The first segment of the path selects the service.</summary>
internal sealed class SimulatorServer : IAsyncDisposable
{
    private const int MaxRequestLine = 1024 * 1024;
    private const int MaxBody = 64 * 1024 * 1024;

    private readonly WebApplication _application;
    private readonly TraceSimulatorOptions _options;
    private readonly RequestLog _log;
    private readonly FaultRules _faults;
    private readonly Dictionary<SimulatedService, ServiceHandler> _services;
    private long _sequence;

    private SimulatorServer(
        TraceSimulatorOptions options, RequestLog log, FaultRules faults, Dictionary<SimulatedService, ServiceHandler> services)
    {
        (_options, _log, _faults, _services) = (options, log, faults, services);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLine;
            kestrel.Limits.MaxRequestBufferSize = 2 * MaxRequestLine;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        _application = builder.Build();
        _application.Run(HandleAsync);
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public static async Task<SimulatorServer> StartAsync(TraceSimulatorOptions options, RequestLog log, FaultRules faults,
        Dictionary<SimulatedService, ServiceHandler> services, CancellationToken cancellationToken)
    {
        var server = new SimulatorServer(options, log, faults, services);
        await server._application.StartAsync(cancellationToken).ConfigureAwait(false);
        var addresses = server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.Address = new Uri(addresses!.Addresses.First());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // An open connection or an endless body must not delay the end of a test.
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(now.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
        if (ServiceOf(path) is not { } service)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("The simulator serves paths below /calyptia, /kubiya and /galtea.", context.RequestAborted)
                .ConfigureAwait(false);
            return;
        }

        if (await ReadBodyAsync(context).ConfigureAwait(false) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var request = Record(context, service, path, query, body);
        var url = context.Request.Scheme.Length + "://".Length + context.Request.Host.Value!.Length + target.Length;
        var fault = _faults.Choose(request);
        await (fault is null
            ? _services[service].HandleAsync(new RequestContext(context, request, query, body, url))
            : fault.RunAsync(context, request, body, url, _services[service])).ConfigureAwait(false);
    }

    private RecordedRequest Record(HttpContext context, SimulatedService service, string path, string query, byte[] body)
    {
        var request = new RecordedRequest(Interlocked.Increment(ref _sequence), service, context.Request.Method.ToUpperInvariant(),
            path[(service.ToString().Length + 1)..], query)
        {
            Headers = [.. context.Request.Headers.SelectMany(
                field => field.Value.Select(value => new KeyValuePair<string, string>(field.Key, value ?? "")))],
            Body = body.AsMemory(0, Math.Min(body.Length, _options.RecordedBodyBytes)),
            ReceivedAt = _options.TimeProvider.GetUtcNow(),
        };
        context.Response.OnStarting(() =>
        {
            request.StatusCode = request.IsReset ? null : context.Response.StatusCode;
            return Task.CompletedTask;
        });
        _log.Add(request);
        return request;
    }

    private static SimulatedService? ServiceOf(string path) => path.Split('/') switch
    {
        ["", "calyptia", _, ..] => SimulatedService.Calyptia,
        ["", "kubiya", _, ..] => SimulatedService.Kubiya,
        ["", "galtea", _, ..] => SimulatedService.Galtea,
        _ => null,
    };

    private static async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > MaxBody)
                    return null;
                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Leaves Ctrl+C to the program that the simulator runs in.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
