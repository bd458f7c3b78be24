using TraceClient.Calyptia;

namespace TraceClient.Otlp;

/// <summary>A snapshot of the traces of all files.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing to release.")]
internal sealed class ArchiveContent
{
    // The maximum size of log records of a session that are kept for its next trace.
    private const long MostKeptBytes = 64 * 1024 * 1024;

    private readonly Dictionary<string, List<TraceSummary>> _summaries;
    private readonly SemaphoreSlim _sessionTurn = new(1);
    private (string Id, CalyptiaTraceBuilder Traces)? _lastSession;

    /// <summary>Initializes a snapshot.</summary>
    /// <param name="files">The files in their order: of a trace in several files the last version is used.</param>
    public ArchiveContent(List<ArchiveFile> files)
    {
        Files = files;
        var spans = SummariesOf(files);
        var known = spans.Select(summary => summary.Reference).ToHashSet();

        // Newest first; the id keeps the order the same each time.
        _summaries = spans.Concat(ChunksOf(files).Where(chunk => !known.Contains(chunk.Reference)))
            .OrderByDescending(summary => summary.RecordedAt?.UnixNanoseconds ?? long.MinValue)
            .ThenBy(summary => summary.Id, StringComparer.Ordinal)
            .GroupBy(summary => summary.Source, StringComparer.Ordinal)
            .ToDictionary(source => source.Key, source => source.ToList(), StringComparer.Ordinal);
        Sources = [.. files.SelectMany(file => file.Sources).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<ArchiveFile> Files { get; }

    /// <summary>Gets the names of the sources that have traces.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Gets the summaries of one source, newest first.</summary>
    public IReadOnlyList<TraceSummary> Of(string source) => _summaries.GetValueOrDefault(source) ?? [];

    public async Task<Trace?> FindAsync(TraceReference reference, CancellationToken cancellationToken)
    {
        var (found, namesakes) = Resolve(reference);
        var aggregator = new TraceAggregator();
        await foreach (var span in ReadAsync(found, cancellationToken).ConfigureAwait(false))
            aggregator.Add(span);
        var trace = aggregator.Traces().FirstOrDefault();
        if (trace is null)
            return await FindChunkAsync(reference, cancellationToken).ConfigureAwait(false);

        var broken = Files.Where(file => file.Failure is not null && file.Entries.ContainsKey(found)).ToList();
        return namesakes + broken.Count == 0 ? trace : trace with { Warnings = [.. trace.Warnings, .. WarningsOf(namesakes, broken)] };
    }

    public async IAsyncEnumerable<Span> StreamAsync(TraceReference reference, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hasSpans = false;
        await foreach (var span in ReadAsync(Resolve(reference).Found, cancellationToken).ConfigureAwait(false))
        {
            hasSpans = true;
            if (!span.IsPlaceholder)
                yield return span.Span;
        }

        if (hasSpans || await FindChunkAsync(reference, cancellationToken).ConfigureAwait(false) is not { } chunk)
            yield break;
        foreach (var span in chunk.Spans)
            yield return span with { Children = [] };
    }

    private async IAsyncEnumerable<ReadSpan> ReadAsync(
        TraceReference reference, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in Files.Where(file => file.Entries.ContainsKey(reference)))
        {
            await foreach (var span in file.ReadAsync(reference, cancellationToken).ConfigureAwait(false))
                yield return span;
        }
    }

    /// <summary>Resolves a reference as the service does: one of Calyptia without a record names the newest chunk.</summary>
    private (TraceReference Found, int Namesakes) Resolve(TraceReference reference)
    {
        if (reference.Source != SourceNames.Calyptia || Files.Any(file => file.Entries.ContainsKey(reference)))
            return (reference, 0);
        var found = Of(SourceNames.Calyptia)
            .Where(summary => summary.Id.StartsWith($"{reference.Id}/", StringComparison.Ordinal)
                && summary.Id.LastIndexOf('/') == reference.Id.Length).ToList();
        return found is [var newest, ..] ? (newest.Reference, found.Count > 1 ? found.Count : 0) : (reference, 0);
    }

    // The records of a trace can be in several files, such as pages of a list, so they are merged first.
    private async Task<Trace?> FindChunkAsync(TraceReference reference, CancellationToken cancellationToken)
    {
        var sessionId = reference.Id.Split('/')[0];
        var files = Files.Where(file => reference.Source == SourceNames.Calyptia
            && file.Records?.SessionIds.Contains(sessionId, StringComparer.Ordinal) == true).ToList();
        if (files.Count == 0)
            return null;

        await _sessionTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var traces = await ReadSessionAsync(sessionId, files, cancellationToken).ConfigureAwait(false);
            var broken = files.FindAll(file => file.Failure is not null || file.Report.Unreadable > 0);
            return traces.FindTrace(reference.Id) is { } trace
                ? broken.Count == 0 ? trace : trace with { Warnings = [.. trace.Warnings, .. WarningsOf(0, broken)] }
                : null;
        }
        finally
        {
            _sessionTurn.Release();
        }
    }

    // The traces of a session are usually read one after the other, and each needs all its records.
    private async Task<CalyptiaTraceBuilder> ReadSessionAsync(
        string sessionId, List<ArchiveFile> files, CancellationToken cancellationToken)
    {
        if (_lastSession is { } last && last.Id == sessionId)
            return last.Traces;
        _lastSession = null;
        var traces = new CalyptiaTraceBuilder();
        var bytes = 0L;
        foreach (var file in files)
            bytes += await file.ReadAsync(sessionId, traces, cancellationToken).ConfigureAwait(false);
        if (bytes <= MostKeptBytes)
            _lastSession = (sessionId, traces);
        return traces;
    }

    private static IEnumerable<TraceWarning> WarningsOf(int namesakes, List<ArchiveFile> broken)
    {
        if (namesakes > 0)
            yield return new TraceWarning(
                TraceWarningCodes.AmbiguousId, $"{namesakes} chunks have the given id. This is the newest.");
        foreach (var file in broken)
        {
            yield return new TraceWarning(TraceWarningCodes.Incomplete, file.Failure is not null
                ? $"The file '{file.Path}' could not be read to its end: spans may be missing."
                : $"In the file '{file.Path}', {file.Report}: spans may be missing.");
        }
    }

    private static List<TraceSummary> SummariesOf(List<ArchiveFile> files)
    {
        var summaries = new Dictionary<TraceReference, (ArchiveSummary Summary, bool IsMerged)>();
        foreach (var (reference, entry) in files.SelectMany(file => file.Entries))
        {
            if (!summaries.TryGetValue(reference, out var known))
            {
                summaries.Add(reference, (entry.Summary, false));
                continue;
            }

            // The summaries of a file are not modified, since they are used again when another file changes.
            var merged = known.Summary;
            if (!known.IsMerged)
            {
                merged = new ArchiveSummary();
                merged.Add(known.Summary);
                summaries[reference] = (merged, true);
            }

            merged.Add(entry.Summary);
        }

        return [.. summaries.Values.Select(known => known.Summary.ToSummary())];
    }

    private static IReadOnlyList<TraceSummary> ChunksOf(List<ArchiveFile> files)
    {
        var all = new CalyptiaTraceIndex();
        foreach (var file in files)
        {
            if (file.Records is not null)
                all.Add(file.Records);
        }

        return all.ToSummaries();
    }
}
