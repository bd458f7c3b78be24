namespace TraceClient.Tool;

/// <summary>Reads tokens from files and standard input.</summary>
internal static class TokenFiles
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads the token of a file, without surrounding white space.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or is empty.</exception>
    public static string Read(Setting setting)
    {
        try
        {
            // Opened once and read to the end, since it can be a pipe, as in --token-file kubiya=<(pass kubiya).
            using var file =
                new FileStream(setting.Value, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Read(file, $"The file {setting.Value}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A path that does not exist is not quoted, since it can be a token.
            throw new ConfigurationException(exception is FileNotFoundException or DirectoryNotFoundException
                ? $"{setting.Origin}: The file does not exist."
                : $"{setting.Origin}: Cannot read the file {setting.Value}.");
        }
    }

    /// <summary>Returns whether other users can read a file.</summary>
    public static bool IsReadableByOthers(string path) => !OperatingSystem.IsWindows() && File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None;

    /// <summary>Reads the token from standard input.</summary>
    /// <exception cref="ConfigurationException">Standard input is empty.</exception>
    public static string ReadStandardInput()
    {
        if (!Console.IsInputRedirected)
            throw new UsageException(
                "--token-stdin requires a token on standard input.", "pass show kubiya | tracectl list --token-stdin kubiya");
        using var input = Console.OpenStandardInput();
        return Read(input, "Standard input");
    }

    /// <summary>Returns the full path. Expands <c>~</c>, which a shell does not do after an equals sign.</summary>
    public static string FullPath(string path, string folder) => path is "~" || path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..])
        : Path.GetFullPath(path, folder);

    /// <summary>Returns a path with <c>~</c> for the home folder.</summary>
    public static string ShortPath(string path)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 1 && path.StartsWith($"{home}/", StringComparison.Ordinal) ? $"~{path[home.Length..]}" : path;
    }

    private static string Read(Stream stream, string source)
    {
        var bytes = new byte[MaxBytes + 1];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var token = Encoding.UTF8.GetString(bytes.AsSpan(0, count)).TrimStart('\uFEFF').Trim();
        return count > MaxBytes ? throw new ConfigurationException($"{source} is larger than the limit of 64 KB.")
            : token.Length == 0 ? throw new ConfigurationException($"{source} is empty. It must contain a token.")
            : token;
    }
}
