namespace TraceClient.Otlp;

/// <summary>Saved traces: files and folders, opened as the sources whose traces they hold.</summary>
/// <remarks>
/// Traces keep the references that they had: what was exported as <c>kubiya:4bf9…</c> is found under
/// that, in a source named <c>kubiya</c>. Other programs' OTLP data have the source <c>otlp</c>, and
/// saved Calyptia data <c>calyptia</c>. See <see cref="FileTraceSource"/> for what is read.
/// </remarks>
public sealed class TraceArchive
{
    private TraceArchive(ArchiveIndex index, IReadOnlyList<string> names, IEnumerable<ArchiveFile> files)
    {
        Sources = [.. names.Select(name => new FileTraceSource(name, index, content => FailuresOf(content, names, name)))];
        Warnings = [.. files.Where(file => file.Report.Unreadable > 0).Select(file => $"'{file.Path}': {file.Report}")];
    }

    /// <summary>Gets a source for each name that occurs, by name; a single empty one if there are no traces.</summary>
    public IReadOnlyList<FileTraceSource> Sources { get; }

    /// <summary>Gets a message for each file of which events could not be read when the archive was opened.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Reads through files and folders and remembers which trace stands where; the traces themselves are not held.</summary>
    /// <param name="paths">Files, and folders with all that is in them.</param>
    /// <param name="options">The limits of one file, and the source of other programs' OTLP data; null for the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TraceFormatException">A file that is named itself holds no
    /// traces, or none of those in the folders does; the message names one.</exception>
    /// <exception cref="TraceTransportException">A path is not there or cannot be read.</exception>
    public static async Task<TraceArchive> OpenAsync(
        IEnumerable<string> paths, OtlpReaderOptions? options = null, CancellationToken cancellationToken = default)
    {
        var index = new ArchiveIndex(paths, options);
        var content = await index.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var file in content.Files.Where(
            file => file.Sources.Count == 0 && (content.Sources.Count == 0 || index.IsNamed(file.Path))))
        {
            if (file.Failure is not null)
                throw file.Failure;
        }

        return new TraceArchive(index, [.. content.Sources.DefaultIfEmpty(index.DefaultSource)], content.Files);
    }

    /// <summary>Makes a client that reads these files as if they were the services.</summary>
    public StandaloneTraceClient CreateClient() => TraceClients.Create(static _ => { }, builder =>
    {
        foreach (var source in Sources)
            builder.AddSource(_ => source);
    });

    /// <summary>What one of the sources has to say, so that it is said once: of the files
    /// that have its traces; the first one of those also that have no traces.</summary>
    private static IEnumerable<TraceClientException> FailuresOf(ArchiveContent content, IReadOnlyList<string> names, string name)
    {
        foreach (var file in content.Files)
        {
            var known = file.Sources.Where(IsKnown).DefaultIfEmpty(names[0]);
            if (file.Failure is not null && known.Contains(name, StringComparer.Ordinal))
                yield return file.Failure;
            if (name == names[0] && file.Sources.FirstOrDefault(source => !IsKnown(source)) is { } stranger)
                yield return ArchiveErrors.Stranger(file.Path, stranger);
        }

        bool IsKnown(string source) => names.Contains(source, StringComparer.Ordinal);
    }
}
