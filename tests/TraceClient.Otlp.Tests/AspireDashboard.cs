using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TraceClient.Otlp.Tests;

/// <summary>The Aspire dashboard as a process: a receiver that many use, and that gives back what it took.</summary>
internal sealed class AspireDashboard : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private AspireDashboard(Process process, Uri api, Uri endpoint)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = api };
        Endpoint = endpoint;
    }

    /// <summary>Where traces are posted to.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts the program that the variable ASPIRE_DASHBOARD names, and waits until it listens.</summary>
    public static async Task<AspireDashboard> StartAsync(CancellationToken cancellationToken)
    {
        var program = Environment.GetEnvironmentVariable("ASPIRE_DASHBOARD")
            ?? throw new InvalidOperationException(
                "These tests need the Aspire dashboard; .ci/run restores it and sets ASPIRE_DASHBOARD to its program.");
        var (api, http, grpc) = (FreePort(), FreePort(), FreePort());
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program)
        };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{api}";
        start.Environment["DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = $"http://127.0.0.1:{http}";
        start.Environment["DOTNET_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://127.0.0.1:{grpc}";
        start.Environment["DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true";
        var process = Process.Start(start)!;
        var listens = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += static (_, _) => { };
        process.OutputDataReceived += (_, output) =>
        {
            if (output.Data?.Contains("OTLP/HTTP listening on", StringComparison.Ordinal) != false)
                listens.TrySetResult(output.Data is not null);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        if (await listens.Task.WaitAsync(cancellationToken))
            return new AspireDashboard(process, new Uri($"http://127.0.0.1:{api}"), new Uri($"http://127.0.0.1:{http}/v1/traces"));
        throw new InvalidOperationException("The Aspire dashboard ended before it listened.");
    }

    /// <summary>What the dashboard says of all traces that it has.</summary>
    public Task<byte[]> ReadTracesAsync(CancellationToken cancellationToken) =>
        _client.GetByteArrayAsync(new Uri("api/telemetry/traces?limit=10000", UriKind.Relative), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
