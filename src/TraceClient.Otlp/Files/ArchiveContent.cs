using System.Runtime.CompilerServices;
using TraceClient.Calyptia;

namespace TraceClient.Otlp;

/// <summary>What stands in all files together at one time.</summary>
internal sealed class ArchiveContent
{
    private const string CalyptiaSource = "calyptia";

    private readonly Dictionary<TraceReference, ArchiveEntry> _entries;
    private readonly List<ArchiveFile> _calyptia;
    private readonly Dictionary<string, List<TraceSummary>> _summaries;
    private readonly WeakReference<IReadOnlyList<Trace>> _chunks;

    private ArchiveContent(Dictionary<TraceReference, ArchiveEntry> entries, List<ArchiveFile> files, List<ArchiveFile> calyptia, IReadOnlyList<Trace> chunks)
    {
        _entries = entries;
        _calyptia = calyptia;
        _chunks = new WeakReference<IReadOnlyList<Trace>>(chunks);
        Failures = [.. files.Select(file => file.Failure).OfType<ArchiveFailure>()];
        // Newest first; the id keeps the order the same each time.
        _summaries = entries.Values.Select(entry => entry.Summary.ToSummary())
            .Concat(chunks.Where(chunk => !entries.ContainsKey(chunk.Reference)).Select(chunk => ArchiveSummary.Of(chunk).ToSummary()))
            .OrderByDescending(summary => summary.RecordedAt?.UnixNanoseconds ?? long.MinValue).ThenBy(summary => summary.Id, StringComparer.Ordinal)
            .GroupBy(summary => summary.Source, StringComparer.Ordinal)
            .ToDictionary(source => source.Key, source => source.ToList(), StringComparer.Ordinal);
        Sources = [.. _summaries.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The names of the sources that have traces.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>The files that could not be read to their ends.</summary>
    public List<ArchiveFailure> Failures { get; }

    public static async Task<ArchiveContent> OfAsync(
        Dictionary<TraceReference, ArchiveEntry> entries, List<ArchiveFile> files, CancellationToken cancellationToken)
    {
        var calyptia = files.FindAll(file => file.Form == ArchiveForm.Calyptia);
        return new ArchiveContent(entries, files, calyptia, await ChunksOfAsync(calyptia, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The traces of one source, newest first.</summary>
    public IReadOnlyList<TraceSummary> Of(string source) => _summaries.GetValueOrDefault(source) ?? [];

    public async Task<Trace?> FindAsync(TraceReference reference, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(reference, out var entry))
            return await FindChunkAsync(reference, cancellationToken).ConfigureAwait(false);
        var gatherer = new TraceGatherer();
        await foreach (var span in ReadAsync(reference, entry, cancellationToken).ConfigureAwait(false))
            gatherer.Add(span);
        return gatherer.Traces().FirstOrDefault();
    }

    public async IAsyncEnumerable<Span> StreamAsync(TraceReference reference, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(reference, out var entry))
        {
            await foreach (var span in ReadAsync(reference, entry, cancellationToken).ConfigureAwait(false))
                yield return span.Span;
        }
        else if (await FindChunkAsync(reference, cancellationToken).ConfigureAwait(false) is { } chunk)
        {
            foreach (var span in chunk.Spans)
                yield return span with { Children = [] };
        }
    }

    private static async IAsyncEnumerable<ReadSpan> ReadAsync(
        TraceReference reference, ArchiveEntry entry, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var place in entry.Places)
        {
            await foreach (var span in place.File.ReadAsync(place, cancellationToken).ConfigureAwait(false))
            {
                if (span.Trace.Reference == reference)
                    yield return span;
            }
        }
    }

    // Records of one trace can stand in several files, as pages of a list do: they are put together before they are told apart.
    private static async Task<IReadOnlyList<Trace>> ChunksOfAsync(List<ArchiveFile> files, CancellationToken cancellationToken)
    {
        var records = new List<CalyptiaTraceRecord>();
        foreach (var file in files)
            records.AddRange(await file.ReadRecordsAsync(cancellationToken).ConfigureAwait(false));
        return CalyptiaFileReader.ToTraces(records);
    }

    private async Task<Trace?> FindChunkAsync(TraceReference reference, CancellationToken cancellationToken)
    {
        if (reference.Source != CalyptiaSource || _calyptia.Count == 0)
            return null;
        if (!_chunks.TryGetTarget(out var chunks))
            _chunks.SetTarget(chunks = await ChunksOfAsync(_calyptia, cancellationToken).ConfigureAwait(false));
        // As at the service: without the record's id it is the newest chunk.
        return chunks.FirstOrDefault(chunk => chunk.Reference == reference)
            ?? chunks.LastOrDefault(chunk => chunk.Id.StartsWith($"{reference.Id}/", StringComparison.Ordinal) && chunk.Id.LastIndexOf('/') == reference.Id.Length);
    }
}
