namespace TraceClient.Otlp;

/// <summary>Reads one source's traces from files and folders, as if they came from its service.</summary>
/// <remarks>
/// <para>Read are OTLP in every form that <see cref="OtlpReader"/> takes, and Calyptia's records in every form that
/// <see cref="Calyptia.CalyptiaFileReader"/> takes, each with gzip or without. What a file is shows in
/// its content. In folders, files are read whose names end in <c>.json</c>, <c>.jsonl</c>,
/// <c>.ndjson</c>, <c>.pb</c>, <c>.binpb</c> or <c>.otlp</c>, with <c>.gz</c> behind it or not.</para>
/// <para>Where each trace stands is remembered, not the trace; a file that has changed by its length or time
/// is read anew at the next call. A trace whose spans stand in several files or lines is one trace. It is
/// read from those lines alone; a compressed file of OTLP is unpacked into a temporary file for that, once,
/// when its first trace is read. Of Calyptia's records the whole session is read. A summary of OTLP has no
/// <see cref="TraceSummary.Attributes"/>, and one of Calyptia has an error count only once a step has said how it ended.</para>
/// <para>A file that cannot be read to its end does not hide the others: a list ends with an exception that names it, after all that could
/// be read, and a trace that stands in it has a warning.</para>
/// </remarks>
public sealed class FileTraceSource : ITraceSource
{
    private readonly ArchiveIndex _index;
    private readonly Func<ArchiveContent, IEnumerable<TraceClientException>> _failures;

    /// <summary>Creates a source over files that are read at the first call.</summary>
    /// <param name="name">Whose traces it has, such as <c>kubiya</c>; the others in the files are left alone.</param>
    /// <param name="paths">Files, and folders with all that is in them.</param>
    /// <param name="options">The limits of one file, and the source of other programs' OTLP data; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is none of a source, there is no path, or an option is wrong.</exception>
    public FileTraceSource(string name, IEnumerable<string> paths, OtlpReaderOptions? options = null)
        : this(name, new ArchiveIndex(paths, options), content => content.Files.Select(file => file.Failure).OfType<TraceClientException>())
    {
    }

    internal FileTraceSource(string name, ArchiveIndex index, Func<ArchiveContent, IEnumerable<TraceClientException>> failures)
    {
        Name = new TraceReference(name, "0").Source;
        _index = index;
        _failures = failures;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public TraceFilters Filters => TraceFilters.None;

    /// <inheritdoc/>
    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var content = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var summary in content.Of(Name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return summary;
        }

        ThrowIfBroken(content);
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

        if (!found && await FindTraceAsync(id, cancellationToken).ConfigureAwait(false) is null)
            throw new TraceNotFoundException($"The files hold no trace '{Name}:{id}'.") { SourceName = Name, Operation = "StreamSpans" };
    }

    /// <inheritdoc/>
    public async Task PingAsync(CancellationToken cancellationToken = default)
    {
        var content = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfBroken(content);
    }

    private void ThrowIfBroken(ArchiveContent content)
    {
        // An exception is thrown once; what is remembered only says what it shall say.
        if (_failures(content).ToList() is not [var first, ..] all)
            return;
        var message = all.Count == 1 ? first.Message : $"{first.Message} So it is with {all.Count - 1} more of the files.";
        throw first is TraceFormatException format
            ? new TraceFormatException(message,
                first)
            { SourceName = Name, Operation = first.Operation, ByteOffset = format.ByteOffset, JsonPath = format.JsonPath }
            : new TraceTransportException(message, first) { SourceName = Name, Operation = first.Operation, IsTransient = false };
    }
}
