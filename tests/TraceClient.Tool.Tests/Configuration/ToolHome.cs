namespace TraceClient.Tool.Tests.Configuration;

/// <summary>Represents a home folder, which is deleted after the test.</summary>
internal sealed class ToolHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracectl-home-");

    public string Folder => _folder.FullName;

    /// <summary>Gets the path of the configuration file.</summary>
    public string ConfigPath => Path.Combine(Folder, "tracectl", "config.json");

    /// <summary>Writes the configuration file, readable only by its owner.</summary>
    public ToolHome Configure(string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigPath)!);
        Write(ConfigPath, json);
        return this;
    }

    /// <summary>Writes a file that only its owner can read, and returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>Returns the environment variables for this home folder, and additional ones.</summary>
    public Dictionary<string, string?> Environment(params IEnumerable<(string Name, string? Value)> more)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["XDG_CONFIG_HOME"] = Folder, ["APPDATA"] = Folder };
        foreach (var (name, value) in more)
            variables[name] = value;
        return variables;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
