namespace TraceClient.Otlp;

/// <summary>The data of a compressed file, unpacked so that parts of it can be read:
/// a temporary file without a name, which only this process can read.</summary>
[SuppressMessage("Design", "CA1001",
    Justification = "Traces may still be read from it when the file has changed; the handle closes when the last reader is gone.")]
internal sealed class UnpackedFile
{
    private const int WindowBytes = 1024 * 1024;

    private readonly FileStream _file;

    private UnpackedFile(FileStream file) => _file = file;

    /// <summary>Unpacks a file.</summary>
    /// <param name="packed">The file.</param>
    /// <param name="maxBytes">How much it may hold.</param>
    /// <param name="mayBreakOff">Whether it is known to be damaged or too long: what comes before that can be read.</param>
    /// <param name="cancellationToken">Stops; nothing is left behind.</param>
    /// <exception cref="TraceFormatException">It is damaged or too long, and that was not known.</exception>
    /// <exception cref="IOException">There is no room for it, or the file cannot be read.</exception>
    public static async Task<UnpackedFile> OfAsync(Stream packed, long maxBytes, bool mayBreakOff, CancellationToken cancellationToken)
    {
        var file = Create();
        try
        {
            await UnpackAsync(packed, file, maxBytes, mayBreakOff, cancellationToken).ConfigureAwait(false);
            return new UnpackedFile(file);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a part.</summary>
    public Stream Open(ArchivePlace place) => new ByteRangeStream(_file.SafeFileHandle, place.Start, place.Length, ownsFile: false);

    private static async Task UnpackAsync(
        Stream packed, FileStream file, long maxBytes, bool mayBreakOff, CancellationToken cancellationToken)
    {
        using var input = new InputWindow(packed, maxBytes, WindowBytes);
        try
        {
            await input.BeginAsync(1, cancellationToken).ConfigureAwait(false);
            while (!input.Window.IsEmpty)
            {
                await file.WriteAsync(input.WindowMemory, cancellationToken).ConfigureAwait(false);
                input.Consume(input.Window.Length);
                await input.FillAsync(1, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (FormatException exception)
        {
            if (!mayBreakOff)
                throw new TraceFormatException(exception.Message, exception) { ByteOffset = input.Position };
        }

        await file.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    // Its name is taken away at once: whatever becomes of the process, nothing is left behind.
    private static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = Path.Combine(Path.GetTempPath(), $"traceclient-{Guid.NewGuid():N}");
        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }
}
