using System.Security.Cryptography;

namespace TraceClient.Tool;

/// <summary>Stores the references that the last <c>tracectl list</c> of the same sources displayed, in the order of its rows.</summary>
/// <remarks>The file has one reference per line and nothing else. Only its owner can read it.</remarks>
internal sealed class LastList
{
    /// <summary>The maximum number of rows that are stored.</summary>
    public const int MaxRows = 1000;

    private const int MaxBytes = 1024 * 1024;
    private const int MaxFiles = 20;
    private const string Extension = ".list";
    private readonly string _path;

    private LastList(string path) => _path = path;

    /// <summary>Gets the folder: of <c>XDG_STATE_HOME</c>, by default <c>~/.local/state</c>; of the local data on Windows.</summary>
    public static string Folder => Path.Combine(
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } folder && Path.IsPathRooted(folder) ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"), "tracectl");

    /// <summary>Returns the list of sources.</summary>
    /// <param name="sources">A text that identifies the sources. The file is named by its hash.</param>
    public static LastList Of(string sources) => new(Path.Combine(
        Folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sources)).AsSpan(0, 8)) + Extension));

    /// <summary>Reads the references; returns null if there is no list.</summary>
    public IReadOnlyList<TraceReference>? Read()
    {
        try
        {
            return new FileInfo(_path) is { Exists: true, Length: <= MaxBytes }
                ? [.. File.ReadLines(_path).Select(line => TraceReference.TryParse(line, out var reference) ? reference : null)
                    .OfType<TraceReference>()]
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the list. A list that cannot be stored is not an error of the command that displayed it.</summary>
    public void Write(IEnumerable<TraceReference> references)
    {
        // Two commands can write at the same time.
        var temporary = $"{_path}.{Guid.NewGuid():N}";
        try
        {
            CreateFolder();
            using (var file = new StreamWriter(temporary, NewFile))
            {
                foreach (var reference in references.Take(MaxRows))
                    file.Write($"{reference}\n");
            }

            File.Move(temporary, _path, overwrite: true);
            DeleteOldest();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Delete(temporary);
        }
    }

    private static FileStreamOptions NewFile => OperatingSystem.IsWindows()
        ? new() { Mode = FileMode.CreateNew, Access = FileAccess.Write }
        : new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };

    private static void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Folder);
        else
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // Each set of files is a list of its own.
    private static void DeleteOldest()
    {
        var files = new DirectoryInfo(Folder).GetFiles("*" + Extension);
        foreach (var file in files.OrderByDescending(file => file.LastWriteTimeUtc).Skip(MaxFiles))
            Delete(file.FullName);
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is deleted another time.
        }
    }
}
