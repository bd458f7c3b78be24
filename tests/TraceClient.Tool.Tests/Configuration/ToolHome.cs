namespace TraceClient.Tool.Tests.Configuration;

/// <summary>A user's configuration folder, which goes with the test.</summary>
internal sealed class ToolHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tracectl-home-");

    public string Folder => _folder.FullName;

    /// <summary>Where the configuration is looked for.</summary>
    public string ConfigPath => Path.Combine(Folder, "tracectl", "config.json");

    /// <summary>Writes the configuration, readable by its owner only.</summary>
    public ToolHome Configure(string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigPath)!);
        Write(ConfigPath, json);
        return this;
    }

    /// <summary>Writes a file that its owner alone can read, and gives its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>The variables that make this the home, and more of them.</summary>
    public Dictionary<string, string?> Environment(params IEnumerable<(string Name, string? Value)> more)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["XDG_CONFIG_HOME"] = Folder, ["APPDATA"] = Folder };
        foreach (var (name, value) in more)
            variables[name] = value;
        return variables;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
