namespace TraceClient.Otlp;

/// <summary>Which spans of a trace were seen. It holds eight bytes a span; two
/// ids that are taken for one would make a count too small by one.</summary>
internal sealed class SeenSpanIds
{
    private const int MaxListed = 32;

    private List<ulong>? _few = new(1);
    private HashSet<ulong>? _many;

    public int Count => _many?.Count ?? _few!.Count;

    public static ulong HashOf(string id)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in id)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }

    /// <summary>False for one that is there already.</summary>
    public bool Add(ulong id)
    {
        if (_many is null && _few!.Count >= MaxListed)
            (_many, _few) = ([.. _few], null);
        if (_many is not null)
            return _many.Add(id);
        if (_few!.Contains(id))
            return false;
        _few.Add(id);
        return true;
    }

    public void Add(SeenSpanIds other)
    {
        foreach (var id in (IEnumerable<ulong>?)other._many ?? other._few!)
            Add(id);
    }

    public bool Contains(ulong id) => _many?.Contains(id) ?? _few!.Contains(id);
}
