using TraceClient.Otlp;

namespace TraceClient.Tool.Tests.Export;

/// <summary>What commands leave in the file system, and whom they let read it.</summary>
public sealed class SafeFileTests(SimulatorFixture fixture) : IClassFixture<SimulatorFixture>, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracectl-safe-");

    private string Target => Path.Combine(_folder.FullName, "traces.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Two_exports_to_one_path_at_the_same_time_leave_the_complete_result_of_one()
    {
        var results = await Task.WhenAll(new[] { "kubiya", "galtea" }.Select(
            source => TracectlProcess.RunAsync(
                fixture.Simulator, "export", "--source", source, "--to", Target, "--content", "--output", "json")));

        var sources = new List<string>();
        await using (var file = File.OpenRead(Target))
        {
            await foreach (var trace in new OtlpReader().ReadTracesAsync(file, TestContext.Current.CancellationToken))
                sources.Add(trace.Reference.Source);
        }

        Assert.All(results, result => Assert.Equal((0, ""), (result.ExitCode, result.Error)));
        Assert.Single(sources.Distinct(StringComparer.Ordinal));
        Assert.Contains(results, result => result.Output.Contains($"\"traces\":{sources.Count},", StringComparison.Ordinal));
        Assert.Equal([Target], Directory.GetFiles(_folder.FullName));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(Target));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_named()
    {
        // Not even root can create files there.
        if (!OperatingSystem.IsLinux())
            return;

        var result = await TracectlProcess.RunAsync(fixture.Simulator, "export", "--to", "/sys/traces.jsonl", "--output", "table");

        Assert.Equal((ExitCodes.Failure, ""), (result.ExitCode, result.Output));
        Assert.Matches("^tracectl: Cannot write /sys/traces.jsonl: .*the folder /sys( is read-only)?\\.\n$", result.Error);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task View_deletes_its_page_and_folder_when_it_ends(string signal)
    {
        if (OperatingSystem.IsWindows())
            return;
        var environment = Environment(fixture.Simulator.KubiyaAddress.ToString());
        await using var process = TracectlProcess.Start(environment, "view", "kubiya", "--output", "table");

        var path = await process.ReadLineAsync();
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(path!));
        Assert.Equal(_folder.FullName, Path.GetDirectoryName(Path.GetDirectoryName(path)));
        process.Interrupt(signal);
        var result = await process.WaitAsync();

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Output));
        Assert.Contains("Press Ctrl-C to delete the file and exit.", result.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public async Task View_deletes_its_folder_when_the_trace_cannot_be_read()
    {
        var environment = Environment(fixture.Simulator.KubiyaAddress.ToString());

        var result = await TracectlProcess.RunAsync(environment, "view", "kubiya:ffffffffffffffffffffffffffffffff");

        Assert.Equal((ExitCodes.NotFound, ""), (result.ExitCode, result.Output));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    // Without a display no browser starts.
    private Dictionary<string, string?> Environment(string address) => new(StringComparer.Ordinal)
    {
        ["KUBIYA_API_KEY"] = fixture.Simulator.Tokens.Kubiya,
        ["KUBIYA_CONTROL_PLANE_BASE_URL"] = address,
        ["TMPDIR"] = _folder.FullName,
        ["TMP"] = _folder.FullName,
        ["DISPLAY"] = null,
        ["WAYLAND_DISPLAY"] = null,
        ["DOTNET_EnableDiagnostics"] = "0",
    };
}
