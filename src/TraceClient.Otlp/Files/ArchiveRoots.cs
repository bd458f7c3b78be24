namespace TraceClient.Otlp;

/// <summary>The roots of a trace of another program, which give it its name and its
/// status: spans without a parent, and such whose parent is not there.</summary>
internal sealed class ArchiveRoots
{
    private const int MinSweep = 16;

    private readonly List<ArchiveRoot> _candidates = new(1);
    private int _sweepAt = MinSweep;
    private ArchiveRoot? _earliest;

    /// <summary>Takes a span; one whose parent is known by now is none.</summary>
    public void Add(ArchiveRoot root, SeenSpanIds known)
    {
        if (_earliest is not { } earliest || Compare(root, earliest) < 0)
            _earliest = root;
        _candidates.Add(root);

        // Children often come before their parents; so they are let go of in between.
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

    /// <summary>What the roots say of their trace.</summary>
    public (string? Name, TraceStatus Status, string? Service) Resolve(SeenSpanIds known)
    {
        Sweep(known);

        // Where there is none, spans are each other's ancestors, and the earliest will stand as a root.
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
