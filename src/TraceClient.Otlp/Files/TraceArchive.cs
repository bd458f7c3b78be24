namespace TraceClient.Otlp;

/// <summary>Saved traces: files and folders, opened as the sources whose traces they hold.</summary>
/// <remarks>
/// Traces keep the references that they had: what was exported as <c>kubiya:4bf9…</c> is found under that, in a source named <c>kubiya</c>. Other
/// programs' OTLP data have the source <c>otlp</c>, and saved Calyptia data <c>calyptia</c>. See <see cref="FileTraceSource"/> for what is read.
/// </remarks>
public sealed class TraceArchive
{
    private TraceArchive(IReadOnlyList<FileTraceSource> sources) => Sources = sources;

    /// <summary>A source for each name that occurs, by name; a single empty one when there are no traces.</summary>
    public IReadOnlyList<FileTraceSource> Sources { get; }

    /// <summary>Reads through files and folders and remembers which trace stands where; the traces themselves are not held.</summary>
    /// <param name="paths">Files, and folders with all that is in them.</param>
    /// <param name="options">The limits of one file, and the source of other programs' OTLP data; null for the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TraceFormatException">A file that is named itself holds no traces, or none of those in the folders does; the message names one.</exception>
    /// <exception cref="TraceTransportException">A path is not there or cannot be read.</exception>
    public static async Task<TraceArchive> OpenAsync(
        IEnumerable<string> paths, OtlpReaderOptions? options = null, CancellationToken cancellationToken = default)
    {
        var index = new ArchiveIndex(paths, options);
        var content = await index.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (content.Failures.Find(failure => content.Sources.Count == 0 || index.IsNamed(failure.Path)) is { } failure)
            throw failure.Exception;
        return new TraceArchive([.. content.Sources.DefaultIfEmpty(index.DefaultSource).Select(name => new FileTraceSource(name, index))]);
    }

    /// <summary>Makes a client that reads these files as if they were the services.</summary>
    public StandaloneTraceClient CreateClient() => TraceClients.Create(static _ => { }, builder =>
    {
        foreach (var source in Sources)
            builder.AddSource(_ => source);
    });
}
