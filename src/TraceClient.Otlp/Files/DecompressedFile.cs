namespace TraceClient.Otlp;

/// <summary>The decompressed data of a file, to read parts of it.</summary>
/// <remarks>It is a temporary file without a name, which only this process can read.</remarks>
[SuppressMessage("Design", "CA1001",
    Justification = "Traces may still be read from it when the file has changed; the handle closes when the last reader is gone.")]
internal sealed class DecompressedFile
{
    private const int WindowBytes = 1024 * 1024;

    private readonly FileStream _file;

    private DecompressedFile(FileStream file) => _file = file;

    /// <summary>Decompresses a file.</summary>
    /// <param name="packed">The file.</param>
    /// <param name="maxBytes">The maximum size of the data.</param>
    /// <param name="mayBreakOff">Whether the file is known to be damaged or too large, so that the data before that is used.</param>
    /// <param name="cancellationToken">Cancels the decompression, and deletes the temporary file.</param>
    /// <exception cref="TraceFormatException">The file is damaged or too large, and <paramref name="mayBreakOff"/> is false.</exception>
    /// <exception cref="IOException">The disk is full, or the file cannot be read.</exception>
    public static async Task<DecompressedFile> OfAsync(Stream packed, long maxBytes, bool mayBreakOff, CancellationToken cancellationToken)
    {
        var file = Create();
        try
        {
            await UnpackAsync(packed, file, maxBytes, mayBreakOff, cancellationToken).ConfigureAwait(false);
            return new DecompressedFile(file);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a part.</summary>
    public Stream Open(ArchiveLocation place) => new ByteRangeStream(_file.SafeFileHandle, place.Start, place.Length, ownsFile: false);

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

    // The file is unlinked at once, so that no data is left behind if the process is killed.
    private static FileStream Create()
    {
        var options = OwnerOnlyFile.With(FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        options.Options = FileOptions.Asynchronous;
        var path = Path.Combine(Path.GetTempPath(), $"traceclient-{Guid.NewGuid():N}");
        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }
}
