namespace TraceClient.Otlp;

/// <summary>Represents saved traces in files and folders.</summary>
/// <remarks>
/// Traces keep their references: a trace that was exported as <c>kubiya:4bf9…</c> has that reference, in a source named <c>kubiya</c>.
/// OTLP data of other programs has the source <c>otlp</c>, and saved data of Calyptia <c>calyptia</c>.
/// <see cref="FileTraceSource"/> describes the supported files.
/// </remarks>
public sealed class TraceArchive
{
    private TraceArchive(ArchiveIndex index, IReadOnlyList<string> names, IEnumerable<ArchiveFile> files)
    {
        Sources = [.. names.Select(name => new FileTraceSource(name, index, content => FailuresOf(content, names, name)))];
        Warnings = [.. files.Where(file => file.Report.Unreadable > 0).Select(file => $"'{file.Path}': {file.Report}")];
    }

    /// <summary>Gets the sources of the traces, ordered by name; a single empty one if there are no traces.</summary>
    public IReadOnlyList<FileTraceSource> Sources { get; }

    /// <summary>Gets a message for each file with invalid events when the archive was opened.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Opens files and folders, and keeps the positions of their traces in memory.</summary>
    /// <param name="paths">The paths of files, and of folders, which are read with their subfolders.</param>
    /// <param name="options">The limits of a file, and the source of OTLP data of other programs; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The archive.</returns>
    /// <exception cref="TraceFormatException">
    /// A file in <paramref name="paths"/> has no traces, or no file in the folders has; the message names one.
    /// </exception>
    /// <exception cref="TraceTransportException">A path does not exist or cannot be read.</exception>
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

    /// <summary>Creates a client that reads the traces of the archive.</summary>
    /// <returns>The client.</returns>
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
