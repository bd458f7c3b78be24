using System.IO.Compression;

namespace TraceClient.Tool;

/// <summary>Writes a file, a pipe or standard output.</summary>
internal static class OutputFile
{
    /// <summary>Writes a page with traces.</summary>
    /// <param name="context">The context of the command.</param>
    /// <param name="to">The path, or <c>-</c> for standard output.</param>
    /// <param name="option">The name of the option that has the path.</param>
    /// <param name="write">Writes the traces.</param>
    /// <param name="cancellationToken">The token to cancel the operation, which leaves an existing file as it is.</param>
    /// <exception cref="UsageException">The path is an address.</exception>
    public static Task WritePageAsync(
        CommandContext context, string to, string option, Func<TraceHtmlWriter, CancellationToken, Task> write,
        CancellationToken cancellationToken)
    {
        var target = ExportTarget.Of(to, "html");
        return target.IsCollector
            ? throw new UsageException($"Invalid value for {option}. Use a file, or - for standard output.")
            : WriteAsync(context, target, (output, token) => write(new TraceHtmlWriter(output), token), static () => true,
                cancellationToken);
    }

    /// <summary>Writes a target. An existing file is replaced only after the new one is complete.</summary>
    /// <param name="context">The context of the command.</param>
    /// <param name="target">The target, which is not a collector.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="shouldReplace">Returns whether an existing file is replaced, after the content was written.</param>
    /// <param name="cancellationToken">The token to cancel the operation.</param>
    public static async Task WriteAsync(
        CommandContext context, ExportTarget target, Func<Stream, CancellationToken, Task> write, Func<bool> shouldReplace,
        CancellationToken cancellationToken)
    {
        if (target.Path is not { } path)
        {
            await context.FlushAsync();
            await WriteAsync(target, context.Streams.Data, write, cancellationToken);
            return;
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new UsageException($"The folder {TerminalText.OneLine(Path.GetDirectoryName(path) ?? path)} does not exist.");
        await using (var pipe = OpenPipeOrDevice(path))
        {
            if (pipe is not null)
            {
                await WriteAsync(target, pipe, write, cancellationToken);
                return;
            }
        }

        using var file = AtomicFile.Create(path);
        using var tracked = TemporaryPaths.Track(file.TemporaryPath);
        await WriteAsync(target, file.Stream, write, cancellationToken);
        if (shouldReplace())
            file.Commit();
    }

    private static async Task WriteAsync(
        ExportTarget target, Stream output, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (!target.IsGzip)
        {
            await write(output, cancellationToken);
            return;
        }

        await using var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        await write(gzip, cancellationToken);
    }

    // /dev/stdout, /dev/null or a named pipe must not be replaced by a file.
    private static FileStream? OpenPipeOrDevice(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return null;
        // Opened once, since closing it signals the end to the reader of a pipe.
        var stream = Open(path);
        if (!stream.CanSeek
            || (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)))
            return stream;
        stream.Dispose();
        return null;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot write {path}: {FileError.Describe(path, exception)}", exception);
        }
    }
}
