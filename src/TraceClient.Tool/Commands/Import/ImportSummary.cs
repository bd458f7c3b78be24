using TraceClient.Analysis;

namespace TraceClient.Tool;

/// <summary>Counts the traces of files by source.</summary>
internal sealed class ImportSummary
{
    private readonly SortedDictionary<string, SourceCounts> _sources = new(StringComparer.Ordinal);

    public IEnumerable<SourceCounts> Sources => _sources.Values;

    public void Add(TraceSummary trace)
    {
        var source = _sources.GetValueOrDefault(trace.Source) ?? new SourceCounts(trace.Source);
        var time = trace.RecordedAt ?? trace.StartTime;
        _sources[trace.Source] = source with
        {
            Traces = source.Traces + 1,
            Spans = source.Spans + (trace.SpanCount ?? 0),
            Errors = source.Errors + (trace.HasFailed ? 1 : 0),
            Oldest = time is { } older && (source.Oldest is not { } oldest || older.CompareTo(oldest) < 0) ? time : source.Oldest,
            Newest = time is { } newer && (source.Newest is not { } newest || newer.CompareTo(newest) > 0) ? time : source.Newest,
        };
    }
}
