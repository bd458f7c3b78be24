namespace TraceClient.Files;

/// <summary>Writes a file as a whole: a temporary file in the same folder, which replaces the file when it is complete.</summary>
/// <remarks>
/// The temporary file has a name of its own and is created exclusively, so two writers never share it, and a link in its place is not
/// followed. Only the owner can read the new file. A path that is a link stays one: the file that it leads to is replaced.
/// </remarks>
internal sealed class AtomicFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private bool _isCommitted;

    private AtomicFile(string path)
    {
        _path = path;
        TemporaryPath = TemporaryPathOf(path);
        _stream = OwnerOnlyFile.Create(TemporaryPath);
    }

    /// <summary>Gets the path of the temporary file.</summary>
    public string TemporaryPath { get; }

    /// <summary>Gets the stream that writes the temporary file.</summary>
    public Stream Stream => _stream;

    /// <summary>Creates the temporary file.</summary>
    /// <exception cref="IOException">The file cannot be created; the message names it and its folder.</exception>
    public static AtomicFile Create(string path)
    {
        var resolved = Resolve(path);
        if (Directory.Exists(resolved))
            throw new IOException($"Cannot write {resolved}: It is a folder.");
        try
        {
            return new AtomicFile(resolved);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(resolved, exception);
        }
    }

    /// <summary>Returns the full path of the file that a path leads to.</summary>
    /// <exception cref="IOException">The path is a link that leads to no file.</exception>
    public static string Resolve(string path)
    {
        var file = new FileInfo(Path.GetFullPath(path));
        if (file.LinkTarget is null)
            return file.FullName;

        // As cp does: the file that such a link would create can be anywhere.
        return file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target
            ? target.FullName
            : throw new IOException(
                $"Cannot write {file.FullName}: It is a link that leads to no file. Delete the link, or use another path.");
    }

    /// <summary>Replaces the file with the temporary one.</summary>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="IOException">The file cannot be replaced, or exists and must not be.</exception>
    public void Commit(bool overwrite = true)
    {
        try
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(TemporaryPath, _path, overwrite);
            _isCommitted = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(_path, exception);
        }
    }

    /// <summary>Closes the temporary file, and deletes it if it has not replaced the file.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // The disk is full, which the writer has reported.
        }

        if (_isCommitted)
            return;
        try
        {
            File.Delete(TemporaryPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that prevented the commit says more.
        }
    }

    private static IOException NotWritten(string path, Exception exception) =>
        new($"Cannot write {path}: {FileError.Describe(path, exception)}", exception);

    // A file name has 255 bytes at most, so a long one is cut.
    private static string TemporaryPathOf(string path)
    {
        const int longest = 50;
        var name = Path.GetFileName(path);
        return Path.Combine(Path.GetDirectoryName(path)!, $"{(name.Length > longest ? name[..longest] : name)}.{Guid.NewGuid():N}.tmp");
    }
}

/// <summary>Creates files that only the owner can read, where the system has file modes.</summary>
internal static class OwnerOnlyFile
{
    /// <summary>Creates a new file. An existing file or link is an error.</summary>
    public static FileStream Create(string path) => new(path, With(FileMode.CreateNew, FileAccess.Write, FileShare.Read));

    /// <summary>Returns options with which a new file is readable only by its owner.</summary>
    public static FileStreamOptions With(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}

/// <summary>Describes why a file cannot be written.</summary>
internal static class FileError
{
    // Error codes of the system: EROFS and ERROR_WRITE_PROTECT; EAGAIN of Linux and macOS, and ERROR_SHARING_VIOLATION.
    private static readonly int[] ReadOnlyCodes = [30, unchecked((int)0x80070013)];
    private static readonly int[] InUseCodes = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Returns whether another process has opened the file.</summary>
    public static bool IsInUse(IOException exception) => InUseCodes.Contains(exception.HResult);

    /// <summary>Returns the reason in sentences that name the folder.</summary>
    public static string Describe(string path, Exception exception)
    {
        var folder = Path.GetDirectoryName(path);
        return exception switch
        {
            UnauthorizedAccessException => $"Permission denied. Check the access rights of the file and of the folder {folder}.",
            DirectoryNotFoundException => $"The folder {folder} does not exist.",
            _ when ReadOnlyCodes.Contains(exception.HResult) => $"The file system of the folder {folder} is read-only.",
            _ => exception.Message,
        };
    }
}
