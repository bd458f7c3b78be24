namespace TraceClient.Tool.Tests.Commands;

/// <summary>Provides a store with the traces of a simulator, which tests only read.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    private readonly SimulatorFixture _simulator = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracectl-store-");

    /// <summary>Gets the path of the store.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "traces.db");

    /// <summary>Gets the simulator that it was filled from.</summary>
    public Testing.TraceSimulator Simulator => _simulator.Simulator;

    public async ValueTask InitializeAsync()
    {
        await _simulator.InitializeAsync();
        Assert.Equal(ExitCodes.Ok, (await TracectlProcess.RunAsync(Simulator, "sync", "--store", Path)).ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Copies the store, for a test that changes it.</summary>
    public string Copy(string name)
    {
        var copy = System.IO.Path.Combine(_folder.FullName, name);
        File.Copy(Path, copy, overwrite: true);
        return copy;
    }

    /// <summary>Returns a path for a store that does not exist.</summary>
    public string NewPath() => System.IO.Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.db");
}
