namespace TraceClient.Otlp;

/// <summary>Computes the summary of a trace from its spans, in any order and with repetitions, without keeping them.</summary>
internal sealed class ArchiveSummary
{
    private static readonly string[] SessionNames = ["session.id", "gen_ai.conversation.id"];
    private static readonly string[] UserNames = ["user.id", "enduser.id"];

    private readonly SeenSpanIds _ids = new();
    private readonly List<SpanType> _types = new(1);
    private SeenSpanIds? _failed;
    private bool _hasEndedSpan;
    private ArchiveRoots? _roots;
    private ArchiveHeader? _header;
    private ArchiveText? _session;
    private ArchiveText? _user;
    private ArchiveText? _model;
    private TraceTimestamp? _start;
    private TraceTimestamp? _end;
    private TraceTimestamp? _recorded;

    /// <summary>Adds a span, unless its id is known. The last header is used.</summary>
    public void Add(ArchiveHeader header, ReadSpan read)
    {
        SetHeader(header);
        if (read.IsPlaceholder)
            return;
        var span = read.Span;
        var id = SeenSpanIds.HashOf(span.Id);
        if (!_ids.Add(id))
            return;
        if (!_types.Contains(span.Type))
            _types.Add(span.Type);
        if (span.Status == SpanStatus.Error)
            (_failed ??= new SeenSpanIds()).Add(id);
        _hasEndedSpan |= span.Status != SpanStatus.Unset;
        _start = Earlier(_start, span.StartTime);
        _end = Later(_end, span.EndTime < span.StartTime ? null : span.EndTime);
        if (span.Type == SpanType.Generation && span.GenAI?.Model is { } model)
            _model = ArchiveText.Earlier(_model, ArchiveText.Of(span, model));
        if (header.RecordedAt is null)
            _recorded = Earlier(_recorded, ArchiveHeader.RecordedAtIn(header.Trace.Source, span.Attributes));
        if (_header!.IsOwn)
            return;

        // Properties of traces of other programs are derived from their spans.
        (_roots ??= new ArchiveRoots()).Add(new ArchiveRoot(span, id), _ids);
        _session = ArchiveText.Earlier(_session, ArchiveText.Find(span, SessionNames));
        _user = ArchiveText.Earlier(_user, ArchiveText.Find(span, UserNames));
    }

    /// <summary>Merges the summary of the same trace in another file.</summary>
    public void Add(ArchiveSummary other)
    {
        if (other._header is not null)
            SetHeader(other._header);
        _ids.Add(other._ids);
        if (other._failed is not null)
            (_failed ??= new SeenSpanIds()).Add(other._failed);
        _hasEndedSpan |= other._hasEndedSpan;
        _types.AddRange(other._types.Except(_types).ToList());
        _start = Earlier(_start, other._start);
        _end = Later(_end, other._end);
        _recorded = Earlier(_recorded, other._recorded);
        if (other._roots is not null)
            (_roots ??= new ArchiveRoots()).Add(other._roots, _ids);
        _session = ArchiveText.Earlier(_session, other._session);
        _user = ArchiveText.Earlier(_user, other._user);
        _model = ArchiveText.Earlier(_model, other._model);
    }

    public TraceSummary ToSummary()
    {
        var (header, isOwn, recordedAt) = _header ?? throw new InvalidOperationException("There is no summary of no spans.");
        var roots = isOwn ? null : _roots?.Resolve(_ids);
        var summary = new TraceSummary
        {
            Reference = header.Reference,
            Name = roots?.Name ?? header.Name,
            Status = roots?.Status ?? header.Status,
            RecordedAt = recordedAt ?? _recorded ?? header.StartTime ?? _start ?? _end,
            StartTime = header.StartTime ?? _start,
            EndTime = header.EndTime ?? _end,
            SessionId = isOwn ? header.SessionId : _session?.Text,
            ServiceName = roots?.Service ?? header.ServiceName,
            User = isOwn ? header.User : _user?.Text,
            SpanCount = _ids.Count,
            ErrorCount = _failed?.Count ?? (SaysNothing(header) ? null : 0),
            SpanTypes = _types,
            Model = _model?.Text,
        };
        return header.Duration is { } duration ? summary with { Duration = duration } : summary;
    }

    // A span that says nothing went well, but for Calyptia: there a step says
    // nothing until an output has reported, and its list counts no errors.
    private bool SaysNothing(Trace header) => header.Source == SourceNames.Calyptia && header.Status == TraceStatus.Unset && !_hasEndedSpan;

    private void SetHeader(ArchiveHeader header)
    {
        if (_header is null || header.IsOwn || !_header.IsOwn)
            _header = header;
    }

    private static TraceTimestamp? Earlier(TraceTimestamp? one, TraceTimestamp? other) => one is null || other < one ? other ?? one : one;

    private static TraceTimestamp? Later(TraceTimestamp? one, TraceTimestamp? other) => one is null || other > one ? other ?? one : one;
}
