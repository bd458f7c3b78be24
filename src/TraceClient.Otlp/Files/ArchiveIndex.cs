using System.Diagnostics.CodeAnalysis;

namespace TraceClient.Otlp;

/// <summary>Knows what stands in files and folders; they are read again when one has changed, come or gone.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to let go.")]
internal sealed class ArchiveIndex
{
    private static readonly string[] Extensions = [".json", ".jsonl", ".ndjson", ".pb", ".binpb", ".otlp"];

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string[] _paths;
    private readonly OtlpReader _reader;
    private readonly OtlpReaderOptions _options;
    private List<ArchiveFile> _files = [];
    private ArchiveContent? _content;

    public ArchiveIndex(IEnumerable<string> paths, OtlpReaderOptions? options)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _paths = [.. paths.Select(Path.GetFullPath)];
        if (_paths.Length == 0)
            throw new ArgumentException("There is no path.", nameof(paths));
        _options = options ?? new OtlpReaderOptions();
        _reader = new OtlpReader(_options);
    }

    /// <summary>The source of data that do not say whose they are.</summary>
    public string DefaultSource => _options.Source;

    /// <summary>Whether a file was named itself, and not found in a folder.</summary>
    public bool IsNamed(string path) => _paths.Contains(path, StringComparer.Ordinal);

    /// <summary>What stands in the files now.</summary>
    /// <exception cref="TraceTransportException">A path is not there, or a folder cannot be read.</exception>
    public async Task<ArchiveContent> ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var found = Files();
            if (_content is not null && found.Count == _files.Count && found.Zip(_files).All(pair => pair.Second.IsAsItWas(pair.First)))
                return _content;

            // Traces can be spread over files, so what has changed in one can concern what stands in another.
            List<ArchiveFile> files = found.ConvertAll(file => new ArchiveFile(file, _reader, _options));
            var entries = new Dictionary<TraceReference, ArchiveEntry>();
            foreach (var file in files)
                await file.IndexAsync(entries, cancellationToken).ConfigureAwait(false);
            _content = await ArchiveContent.OfAsync(entries, files, cancellationToken).ConfigureAwait(false);
            _files = files;
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
                    files.AddRange(new DirectoryInfo(path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true })
                        .Where(IsData).OrderBy(file => file.FullName, StringComparer.Ordinal));
                }
                else
                {
                    files.Add(File.Exists(path) ? new FileInfo(path) : throw new FileNotFoundException());
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw ArchiveErrors.Unreadable(path, fault);
            }
        }

        return files;
    }

    private static bool IsData(FileInfo file)
    {
        var name = file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file.Name[..^3] : file.Name;
        return Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
    }
}
