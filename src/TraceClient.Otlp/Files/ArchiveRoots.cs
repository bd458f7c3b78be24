namespace TraceClient.Otlp;

/// <summary>The root spans of a trace of another program, from which its name and status are derived.</summary>
/// <remarks>They are the spans without a parent, and those whose parent is missing.</remarks>
internal sealed class ArchiveRoots
{
    private const int MinSweep = 16;

    private readonly List<ArchiveRoot> _candidates = new(1);
    private int _sweepAt = MinSweep;
    private ArchiveRoot? _earliest;

    /// <summary>Adds a span, unless its parent is known.</summary>
    public void Add(ArchiveRoot root, SeenSpanIds known)
    {
        if (_earliest is not { } earliest || Compare(root, earliest) < 0)
            _earliest = root;
        _candidates.Add(root);

        // Children often precede their parents, so spans whose parent is known by now are removed from time to time.
        if (_candidates.Count < _sweepAt)
            return;
        Sweep(known);
        _sweepAt = Math.Max(MinSweep, _candidates.Count * 2);
    }

    public void Add(ArchiveRoots other, SeenSpanIds known)
    {
        foreach (var root in other._candidates.Where(root => !_candidates.Exists(candidate => candidate.Id == root.Id)).ToList())
            Add(root, known);
    }

    /// <summary>Gets the properties of the trace.</summary>
    public (string? Name, TraceStatus Status, string? Service) Resolve(SeenSpanIds known)
    {
        Sweep(known);

        // Without a root the parents form a cycle, and the earliest span becomes the root.
        List<ArchiveRoot> roots = _candidates.Count > 0 ? _candidates : [_earliest!.Value];
        var first = roots.Order(Comparer<ArchiveRoot>.Create(Compare)).First();
        var status = roots.Exists(root => root.Status == SpanStatus.Error) ? TraceStatus.Error
            : roots.TrueForAll(root => root.Status == SpanStatus.Ok) ? TraceStatus.Ok
            : TraceStatus.Unset;
        return (first.Name.Length > 0 ? first.Name : null, status, first.Service);
    }

    private void Sweep(SeenSpanIds known) => _candidates.RemoveAll(root => root.Parent is { } parent && known.Contains(parent));

    private static int Compare(ArchiveRoot one, ArchiveRoot other)
    {
        var byTime = (one.Time?.UnixNanoseconds ?? long.MaxValue).CompareTo(other.Time?.UnixNanoseconds ?? long.MaxValue);
        return byTime != 0 ? byTime : string.CompareOrdinal(one.SpanId, other.SpanId);
    }
}
