using System.Collections.Concurrent;

namespace TraceClient.Tool;

/// <summary>Knows the temporary files and folders, which are deleted even if the program is ended before a command can clean up.</summary>
internal sealed class TemporaryPaths : IDisposable
{
    private static readonly ConcurrentDictionary<string, bool> Paths = new(StringComparer.Ordinal);

    private TemporaryPaths(string path) => Path = path;

    /// <summary>Gets the path of the file or folder.</summary>
    public string Path { get; }

    /// <summary>Adds a file or folder until the result is disposed of, which deletes it if it still exists.</summary>
    public static TemporaryPaths Track(string path)
    {
        Paths[path] = true;
        return new TemporaryPaths(path);
    }

    /// <summary>Deletes all temporary files and folders.</summary>
    public static void DeleteAll()
    {
        foreach (var path in Paths.Keys)
            Delete(path);
    }

    public void Dispose()
    {
        Delete(Path);
        Paths.TryRemove(Path, out _);
    }

    private static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // On Windows a file cannot be deleted while a browser reads it.
        }
    }
}
