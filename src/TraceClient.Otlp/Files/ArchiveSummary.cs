namespace TraceClient.Otlp;

/// <summary>Gathers what a list says of a trace from its spans, in whatever order and however often they come, without holding them.</summary>
internal sealed class ArchiveSummary(Trace header, bool isOwn)
{
    // Of ids that are hashed, two in a hundred million traces of a thousand spans share one: a count would be one too small.
    private readonly HashSet<ulong> _ids = [];
    private readonly HashSet<SpanType> _types = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private (TraceTimestamp? Start, string Id, string Name, string? Service)? _root;
    private TraceTimestamp? _start;
    private TraceTimestamp? _end;
    private TraceTimestamp? _recorded;
    private int _errors;
    private int _roots;
    private int _goodRoots;
    private int _badRoots;

    /// <summary>A summary of a whole trace.</summary>
    public static ArchiveSummary Of(Trace trace)
    {
        var summary = new ArchiveSummary(trace with { Spans = [], Roots = [] }, isOwn: true);
        foreach (var span in trace.Spans)
            summary.Add(span);
        return summary;
    }

    /// <summary>Takes a span, unless it is known by its id.</summary>
    public void Add(Span span)
    {
        if (!_ids.Add(HashOf(span.Id)))
            return;
        _types.Add(span.Type);
        _errors += span.Status == SpanStatus.Error ? 1 : 0;
        _start = Earlier(_start, span.StartTime);
        _end = Later(_end, span.EndTime);
        _recorded = Earlier(_recorded, TimeIn(span.Attributes));
        if (!isOwn)
            Describe(span);
    }

    public TraceSummary ToSummary()
    {
        var start = header.StartTime ?? _start;
        return new TraceSummary
        {
            Reference = header.Reference,
            Name = isOwn || _root is not { Name.Length: > 0 } root ? header.Name : root.Name,
            Status = isOwn ? header.Status : _badRoots > 0 ? TraceStatus.Error : _roots > 0 && _goodRoots == _roots ? TraceStatus.Ok : TraceStatus.Unset,
            RecordedAt = TimeIn(header.Attributes) ?? _recorded ?? start ?? _end,
            StartTime = start,
            EndTime = header.EndTime ?? _end,
            SessionId = header.SessionId ?? Text("session.id", "gen_ai.conversation.id"),
            ServiceName = (isOwn ? null : _root?.Service) ?? header.ServiceName,
            User = header.User ?? Text("user.id", "enduser.id"),
            SpanCount = _ids.Count,
            ErrorCount = _errors,
            SpanTypes = [.. _types],
            Attributes = header.Attributes,
        } is var summary && header.Duration is { } duration ? summary with { Duration = duration } : summary;
    }

    // What other programs' data say of a trace, they say of its spans.
    private void Describe(Span span)
    {
        foreach (var name in (ReadOnlySpan<string>)["session.id", "gen_ai.conversation.id", "user.id", "enduser.id"])
        {
            if ((span.Attributes.GetString(name) ?? span.Resource.GetString(name)) is { } text)
                _texts.TryAdd(name, text);
        }

        if (span.ParentId is not null)
            return;
        _roots++;
        _goodRoots += span.Status == SpanStatus.Ok ? 1 : 0;
        _badRoots += span.Status == SpanStatus.Error ? 1 : 0;
        if (_root is not { } root || (span.StartTime ?? span.EndTime, span.Id).CompareTo((root.Start, root.Id)) < 0)
            _root = (span.StartTime ?? span.EndTime, span.Id, span.Name, span.Resource.GetString(Keys.ServiceName));
    }

    private string? Text(string name, string otherName) => _texts.GetValueOrDefault(name) ?? _texts.GetValueOrDefault(otherName);

    // The time by which the source orders its list.
    private TraceTimestamp? TimeIn(AttributeMap attributes)
    {
        var source = header.Reference.Source;
        return TraceTimestamp.TryParse(attributes.GetString($"{source}.started_at") ?? attributes.GetString($"{source}.created_at"), out var time) ? time : null;
    }

    private static TraceTimestamp? Earlier(TraceTimestamp? one, TraceTimestamp? other) => one is null || other < one ? other ?? one : one;

    private static TraceTimestamp? Later(TraceTimestamp? one, TraceTimestamp? other) => one is null || other > one ? other ?? one : one;

    private static ulong HashOf(string id)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in id)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
