namespace TraceClient.Otlp;

/// <summary>Reads the traces of one source from files and folders.</summary>
/// <remarks>
/// <para>
/// Files can have OTLP in each format of <see cref="OtlpReader"/>, and records of Calyptia in each format of
/// <see cref="Calyptia.CalyptiaFileReader"/>, with or without gzip. The content decides, not the name. In folders, files are read whose
/// names end in <c>.json</c>, <c>.jsonl</c>, <c>.ndjson</c>, <c>.pb</c>, <c>.binpb</c> or <c>.otlp</c>, also with <c>.gz</c>.
/// </para>
/// <para>
/// The source keeps the positions of the traces in memory, not the traces. It reads a file with a new length or time again at the next
/// call. A trace whose spans are in several files or lines is one trace, and is read from those lines only. A compressed file of OTLP is
/// decompressed once, to a temporary file, when its first trace is read. For a trace of Calyptia the whole session is read. A summary of
/// OTLP has no <see cref="TraceSummary.Attributes"/>, and one of Calyptia has an error count only after an output has reported.
/// </para>
/// <para>
/// An invalid file does not hide the others: a list ends with an exception that names it after all valid traces, and its traces have a
/// warning.
/// </para>
/// </remarks>
public sealed class FileTraceSource : ITraceSource
{
    private readonly ArchiveIndex _index;
    private readonly Func<ArchiveContent, IEnumerable<TraceClientException>> _failures;

    /// <summary>Initializes a source. The first call reads the files.</summary>
    /// <param name="name">The source of the traces, such as <c>kubiya</c>. Traces of other sources in the files are ignored.</param>
    /// <param name="paths">The paths of files, and of folders, which are read with their subfolders.</param>
    /// <param name="options">The limits of a file, and the source of OTLP data of other programs; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name or an option is invalid, or there is no path.</exception>
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
    public TraceFilters Filters => TraceFilters.FullText;

    /// <inheritdoc/>
    /// <remarks>For a <see cref="TraceQuery.FullText"/>, each trace between the times of the query is read.</remarks>
    public async IAsyncEnumerable<TraceSummary> ListTracesAsync(
        TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var text = query.FullText is null ? null : FullTextQuery.Parse(query.FullText);
        var content = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        var failures = new List<TraceClientException>();
        foreach (var summary in content.Of(Name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (text is null || (IsInTime(query, summary.RecordedAt)
                && await IsMatchAsync(content, summary.Reference, text, failures, cancellationToken).ConfigureAwait(false)))
                yield return summary;
        }

        ThrowIfBroken(content, failures);
    }

    /// <inheritdoc/>
    public async Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default)
    {
        var content = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        return await content.FindAsync(new TraceReference(Name, id), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>For a trace of Calyptia, all spans are read before the first is returned.</remarks>
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
            throw new TraceNotFoundException($"The files have no trace '{Name}:{id}'.") { SourceName = Name, Operation = "StreamSpans" };
    }

    /// <inheritdoc/>
    public async Task PingAsync(CancellationToken cancellationToken = default)
    {
        var content = await _index.ReadAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfBroken(content, []);
    }

    private static async Task<bool> IsMatchAsync(
        ArchiveContent content, TraceReference reference, FullTextQuery text, List<TraceClientException> failures,
        CancellationToken cancellationToken)
    {
        try
        {
            return await content.FindAsync(reference, cancellationToken).ConfigureAwait(false) is { } trace && text.IsMatch(trace);
        }
        catch (TraceClientException exception)
        {
            // A file that can no longer be read must not hide the others. Each of its traces fails alike.
            if (failures.TrueForAll(other => other.Message != exception.Message))
                failures.Add(exception);
            return false;
        }
    }

    private static bool IsInTime(TraceQuery query, TraceTimestamp? recordedAt) =>
        (query.From is not { } from || recordedAt?.ToDateTimeOffset() >= from)
        && (query.To is not { } to || recordedAt?.ToDateTimeOffset() <= to);

    private void ThrowIfBroken(ArchiveContent content, List<TraceClientException> failures)
    {
        // The failure is kept and reported at each call, so each call throws a new exception with its message.
        if (_failures(content).Concat(failures).ToList() is not [var first, ..] all)
            return;
        var message = all.Count == 1 ? first.Message : $"{first.Message} {all.Count - 1} more of the files failed.";
        throw first is TraceFormatException format
            ? new TraceFormatException(message, first)
            {
                SourceName = Name,
                Operation = first.Operation,
                ByteOffset = format.ByteOffset,
                JsonPath = format.JsonPath,
            }
            : new TraceTransportException(message, first) { SourceName = Name, Operation = first.Operation, IsTransient = false };
    }
}
