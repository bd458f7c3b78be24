using System.Net;
using System.Net.Sockets;

namespace TraceClient.Tool.Tests.Web;

public sealed class ServeCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_prints_its_address_and_serves_until_it_is_interrupted()
    {
        await using var process = TracectlProcess.Start(simulator: null, "serve", "--demo");
        var address = new Uri((await process.ReadLineAsync())!);
        await process.WaitForErrorAsync("Press Ctrl-C to stop.");
        using var http = new HttpClient();

        using var page = await http.GetAsync(address, Token);
        process.Interrupt();
        var result = await process.WaitAsync();

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+/\\?token=[A-Za-z0-9_-]{43}$", address.ToString());
    }

    [Fact]
    public async Task A_used_port_is_one_clear_error()
    {
        using var used = new TcpListener(IPAddress.Loopback, 0);
        used.Start();
        var port = ((IPEndPoint)used.LocalEndpoint).Port;

        var result = await TracectlProcess.RunAsync(simulator: null, "serve", "--demo", "--quiet", "--port", $"{port}");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Equal($"tracectl: Port {port} of 127.0.0.1 is already in use. Try: tracectl serve --port 0\n", result.Error);
    }
}
