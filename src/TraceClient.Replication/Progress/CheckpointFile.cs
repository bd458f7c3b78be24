namespace TraceClient.Replication;

/// <summary>The file of a checkpoint. It is replaced as a whole, so that it is there
/// as a whole at any moment; a second process that opens it is refused.</summary>
internal sealed class CheckpointFile : ICheckpoint, IDisposable
{
    private readonly string _path;
    private readonly CheckpointJob _job;
    private readonly FileStream _lock;
    private readonly Dictionary<string, SourceCheckpoint> _sources = new(StringComparer.Ordinal);
    private byte[] _written = [];

    private CheckpointFile(string path, CheckpointJob job)
    {
        (_path, _job) = (path, job);
        _lock = Lock(path);
        try
        {
            if (Load() is { } checkpoint)
                _sources = new(checkpoint.Sources, StringComparer.Ordinal);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>Opens a checkpoint, or begins one; null when none is wanted.</summary>
    /// <exception cref="CheckpointException">It is of another job or target, damaged, in use, or cannot be read or written.</exception>
    public static CheckpointFile? Open(string? path, CheckpointJob job) =>
        path is null ? null : new CheckpointFile(Resolve(path), job);

    public SourceCheckpoint Of(string source) => _sources.GetValueOrDefault(source) ?? SourceCheckpoint.New;

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">It cannot be written; the one before it is still there.</exception>
    public Task SaveAsync(IReadOnlyList<SourceProgress> sources, CancellationToken cancellationToken)
    {
        Save(sources);
        return Task.CompletedTask;
    }

    public void Dispose() => _lock.Dispose();

    private void Save(IReadOnlyList<SourceProgress> sources)
    {
        foreach (var progress in sources)
            _sources[progress.Source] = progress.ToCheckpoint();
        var json = Checkpoint.ToUtf8(_job, _sources);
        if (json.AsSpan().SequenceEqual(_written))
            return;
        try
        {
            using var file = AtomicFile.Create(_path);
            file.Stream.Write(json);
            file.Commit();
            _written = json;
        }
        catch (IOException exception)
        {
            throw NotWritten(exception.Message, exception);
        }
    }

    // Two runs of which one uses a link lock the same file.
    private static string Resolve(string path)
    {
        try
        {
            return AtomicFile.Resolve(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(exception.Message, exception);
        }
    }

    // The file stays: to delete it would let two processes lock two files of one name.
    private static FileStream Lock(string path)
    {
        var lockPath = path + ".lock";
        try
        {
            if (new FileInfo(lockPath).LinkTarget is not null)
                throw new IOException($"{lockPath} is a link. Delete it, or use another file.");
            return new FileStream(lockPath, OwnerOnlyFile.With(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (FileError.IsInUse(exception))
        {
            throw new CheckpointException(
                $"The checkpoint {path} is in use by another process. Wait for it to end, or use another file.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten($"Cannot write {path}: {FileError.Describe(lockPath, exception)}", exception);
        }
    }

    private static CheckpointException NotWritten(string message, Exception exception) =>
        new($"The checkpoint cannot be written. {message}", exception);

    private Checkpoint? Load()
    {
        try
        {
            return Checkpoint.Parse(File.ReadAllBytes(_path), $"The checkpoint {_path}", _job);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The checkpoint {_path} cannot be read: {exception.Message}", exception);
        }
    }
}
