using System.Net;
using System.Net.Sockets;
using TraceClient.Testing;

namespace TraceClient.Tool.Tests.Commands;

/// <summary>Tests of Ctrl-C and termination signals while a command waits for a service or a reader.</summary>
[Trait("Category", "slow")]
public sealed class InterruptionTests : IDisposable
{
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracectl-interrupted-");

    public InterruptionTests() => _silent.Start();

    public void Dispose()
    {
        _silent.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("INT", "list")]
    [InlineData("TERM", "list")]
    [InlineData("HUP", "list")]
    [InlineData("INT", "show", "kubiya:1")]
    [InlineData("INT", "records", "kubiya:1")]
    [InlineData("INT", "follow", "kubiya:1")]
    [InlineData("INT", "stats")]
    [InlineData("INT", "view", "kubiya:1")]
    [InlineData("INT", "view", "kubiya:1", "--to", "trace.html")]
    [InlineData("INT", "export", "--to", "traces.jsonl.gz")]
    [InlineData("INT", "export", "--to", "http://127.0.0.1:1", "--checkpoint", "export.checkpoint")]
    [InlineData("INT", "doctor")]
    public async Task A_command_that_waits_for_a_service_ends_with_130(string signal, params string[] arguments)
    {
        if (OperatingSystem.IsWindows())
            return;
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["KUBIYA_API_KEY"] = "token",
            ["KUBIYA_CONTROL_PLANE_BASE_URL"] = $"http://{_silent.LocalEndpoint}",
            ["TMPDIR"] = _folder.FullName,
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        await using var process = TracectlProcess.Start(environment, [.. arguments.Select(InFolder), "--output", "table"]);

        using var request = await _silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        process.Interrupt(signal);
        var result = await process.WaitAsync();

        Assert.Equal((ExitCodes.Interrupted, "", "tracectl: Interrupted.\n"), (result.ExitCode, result.Output, result.Error));
        Assert.DoesNotContain(_folder.GetFileSystemInfos(), file => !file.Name.StartsWith("export.checkpoint", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_interrupt_ends_a_blocked_command()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var simulator = await TraceSimulator.StartAsync(
            options => (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines) = (100_000, 0, 0),
            TestContext.Current.CancellationToken);
        await using var process = TracectlProcess.Start(simulator, "list", "--limit", "0", "--output", "jsonl");

        // From here on, nothing reads from the pipe.
        Assert.NotNull(await process.ReadLineAsync());
        process.Interrupt();
        process.Interrupt();

        Assert.Equal(ExitCodes.Interrupted, await process.WaitUnreadAsync());
    }

    [Fact]
    public async Task A_child_that_does_not_listen_ends_with_the_simulator()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var process = TracectlProcess.Start(
            simulator: null, "simulate", "--traces", "1", "--", "sh", "-c", "trap '' INT; echo ready; exec sleep 1000");

        Assert.Equal("ready", await process.ReadLineAsync());
        process.Interrupt();

        Assert.Equal(ExitCodes.Interrupted, (await process.WaitAsync()).ExitCode);
    }

    private string InFolder(string argument) => argument.Contains('.', StringComparison.Ordinal)
        && !argument.Contains("://", StringComparison.Ordinal) ? Path.Combine(_folder.FullName, argument) : argument;
}
