using System.Runtime.CompilerServices;

namespace TraceClient.Otlp;

/// <summary>Reads one source's traces from files and folders, as if they came from its service.</summary>
/// <remarks>
/// <para>Read are OTLP in every form that <see cref="OtlpReader"/> takes, and Calyptia's records in every form that
/// <see cref="Calyptia.CalyptiaFileReader"/> takes, each with gzip or without. What a file is shows in its content. In folders, files are read whose
/// names end in <c>.json</c>, <c>.jsonl</c>, <c>.ndjson</c>, <c>.pb</c>, <c>.binpb</c> or <c>.otlp</c>, with <c>.gz</c> behind it or not.</para>
/// <para>Where each trace stands is remembered; files that change, come or go are noticed by their length and time at the next call. A trace whose
/// spans stand in several files or lines is one trace. A trace in JSON Lines is read from its own lines, one in another form by
/// reading its file again.</para>
/// <para>A file that cannot be read to its end does not hide the others: a list ends with its exception after all that could be read.</para>
/// </remarks>
public sealed class FileTraceSource : ITraceSource
{
    private readonly ArchiveIndex _index;

    /// <summary>Creates a source over files that are read at the first call.</summary>
    /// <param name="name">Whose traces it has, such as <c>kubiya</c>; the others in the files are left alone.</param>
    /// <param name="paths">Files, and folders with all that is in them.</param>
    /// <param name="options">The limits of one file, and the source of other programs' OTLP data; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is none of a source, there is no path, or an option is wrong.</exception>
    public FileTraceSource(string name, IEnumerable<string> paths, OtlpReaderOptions? options = null)
        : this(name, new ArchiveIndex(paths, options))
    {
    }

    internal FileTraceSource(string name, ArchiveIndex index)
    {
        Name = new TraceReference(name, "0").Source;
        _index = index;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public TraceFilters Filters => TraceFilters.None;

    /// <inheritdoc/>
    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var content = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var summary in content.Of(Name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return summary;
        }

        if (content.Failures is [var failure, ..])
            throw failure.Exception;
    }

    /// <inheritdoc/>
    public async Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default)
    {
        var content = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await content.FindAsync(new TraceReference(Name, id), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Of a trace of Calyptia, all spans are read before the first is yielded.</remarks>
    public async IAsyncEnumerable<Span> StreamSpansAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var content = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        var found = false;
        await foreach (var span in content.StreamAsync(new TraceReference(Name, id), cancellationToken).ConfigureAwait(false))
        {
            found = true;
            yield return span;
        }

        if (!found)
            throw new TraceNotFoundException($"The files hold no trace '{Name}:{id}'.") { SourceName = Name, Operation = "StreamSpans" };
    }

    /// <inheritdoc/>
    public async Task PingAsync(CancellationToken cancellationToken = default)
    {
        var content = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (content.Failures is [var failure, ..])
            throw failure.Exception;
    }
}
