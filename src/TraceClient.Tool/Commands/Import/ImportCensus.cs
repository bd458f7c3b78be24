namespace TraceClient.Tool;

/// <summary>Counts traces by source.</summary>
internal sealed class ImportCensus
{
    private readonly SortedDictionary<string, Source> _sources = new(StringComparer.Ordinal);

    public IEnumerable<Source> Sources => _sources.Values;

    public void Add(TraceSummary trace)
    {
        var source = _sources.GetValueOrDefault(trace.Source) ?? new Source(trace.Source);
        var time = trace.RecordedAt ?? trace.StartTime;
        _sources[trace.Source] = source with
        {
            Traces = source.Traces + 1,
            Spans = source.Spans + (trace.SpanCount ?? 0),
            Errors = source.Errors + (TraceOutcome.IsFailure(trace) ? 1 : 0),
            Oldest = time is { } older && (source.Oldest is not { } oldest || older.CompareTo(oldest) < 0) ? time : source.Oldest,
            Newest = time is { } newer && (source.Newest is not { } newest || newer.CompareTo(newest) > 0) ? time : source.Newest,
        };
    }

    /// <summary>What a source has.</summary>
    internal sealed record Source(string Name)
    {
        public int Traces { get; init; }

        public int Spans { get; init; }

        /// <summary>How many of the traces failed.</summary>
        public int Errors { get; init; }

        public TraceTimestamp? Oldest { get; init; }

        public TraceTimestamp? Newest { get; init; }
    }
}
