namespace TraceClient.Tool;

/// <summary>Reads tokens that a command line or a configuration only points at.</summary>
internal static class TokenFiles
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The token in a file, without the white space around it.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or has no token.</exception>
    public static string Read(Setting setting)
    {
        try
        {
            // Opened once and read to its end: it may be a pipe, as in --token-file kubiya=<(pass kubiya).
            using var file =
                new FileStream(setting.Value, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Read(file, $"The file {setting.Value}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What does not exist is not quoted: it may be a token that was taken for a path.
            throw new ConfigurationException(exception is FileNotFoundException or DirectoryNotFoundException
                ? $"{setting.Origin}: there is no such file."
                : $"{setting.Origin}: the file {setting.Value} cannot be read.");
        }
    }

    /// <summary>True when others than its owner may read a file.</summary>
    public static bool IsReadableByOthers(string path) => !OperatingSystem.IsWindows() && File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None;

    /// <summary>The token that is piped in.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static string ReadStandardInput()
    {
        if (!Console.IsInputRedirected)
            throw new UsageException(
                "--token-stdin reads the token from a pipe, and there is none.", "pass show kubiya | tracectl list --token-stdin kubiya");
        using var input = Console.OpenStandardInput();
        return Read(input, "Standard input");
    }

    /// <summary>The full path of what a person typed: a shell does not expand <c>~</c> behind an equals sign.</summary>
    public static string FullPath(string path, string folder) => path is "~" || path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..])
        : Path.GetFullPath(path, folder);

    /// <summary>A path as a person would type it.</summary>
    public static string ShortPath(string path)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 1 && path.StartsWith($"{home}/", StringComparison.Ordinal) ? $"~{path[home.Length..]}" : path;
    }

    private static string Read(Stream stream, string place)
    {
        var bytes = new byte[MostBytes + 1];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var token = Encoding.UTF8.GetString(bytes.AsSpan(0, count)).TrimStart('\uFEFF').Trim();
        return count > MostBytes ? throw new ConfigurationException($"{place} is larger than 64 KB: that is no token.")
            : token.Length == 0 ? throw new ConfigurationException($"{place} is empty: there is no token in it.")
            : token;
    }
}
