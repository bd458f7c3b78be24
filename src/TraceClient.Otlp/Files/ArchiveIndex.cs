namespace TraceClient.Otlp;

/// <summary>The index of files and folders. A file that has changed is read again.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing to release.")]
internal sealed class ArchiveIndex
{
    private static readonly string[] Extensions = [".json", ".jsonl", ".ndjson", ".pb", ".binpb", ".otlp"];

    // A folder without access must not be taken for an empty one.
    private static readonly EnumerationOptions InFolders = new() { RecurseSubdirectories = true, IgnoreInaccessible = false };

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string[] _paths;
    private readonly OtlpReaderOptions _options;
    private List<ArchiveFile> _files = [];
    private ArchiveContent? _content;

    public ArchiveIndex(IEnumerable<string> paths, OtlpReaderOptions? options)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _paths = [.. paths.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).Distinct(StringComparer.Ordinal)];
        if (_paths.Length == 0)
            throw new ArgumentException("At least one path is required.", nameof(paths));
        _options = new OtlpReader(options).Options;
    }

    /// <summary>Gets the source of data of other programs.</summary>
    public string DefaultSource => _options.Source;

    /// <summary>Gets whether a file is one of the paths, not one of a folder.</summary>
    public bool IsNamed(string path) => _paths.Contains(path, StringComparer.Ordinal);

    /// <summary>Reads the current content of the files.</summary>
    /// <exception cref="TraceTransportException">A path does not exist, or a folder cannot be read.</exception>
    public async Task<ArchiveContent> ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var found = Files();
            if (_content is not null && found.Count == _files.Count && found.Zip(_files).All(pair => pair.Second.IsAsItWas(pair.First)))
                return _content;

            var before = _files.ToDictionary(file => file.Path, StringComparer.Ordinal);
            var files = new List<ArchiveFile>(found.Count);
            foreach (var info in found)
            {
                if (!before.TryGetValue(info.FullName, out var file) || !file.IsAsItWas(info))
                    await (file = new ArchiveFile(info, _options)).IndexAsync(cancellationToken).ConfigureAwait(false);
                files.Add(file);
            }

            (_files, _content) = (files, new ArchiveContent(files));
            return _content;
        }
        finally
        {
            _turn.Release();
        }
    }

    private List<FileInfo> Files()
    {
        var files = new List<FileInfo>();
        foreach (var path in _paths)
        {
            try
            {
                if (Directory.Exists(path))
                {
                    files.AddRange(new DirectoryInfo(path).EnumerateFiles("*", InFolders).Where(IsData)
                        .OrderBy(file => file.FullName, StringComparer.Ordinal));
                }
                else
                {
                    files.Add(File.Exists(path) ? new FileInfo(path) : throw new FileNotFoundException());
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw ArchiveErrors.Of(path, exception)!;
            }
        }

        return [.. files.DistinctBy(file => file.FullName, StringComparer.Ordinal)];
    }

    private static bool IsData(FileInfo file)
    {
        var name = file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file.Name[..^3] : file.Name;
        return Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
    }
}
