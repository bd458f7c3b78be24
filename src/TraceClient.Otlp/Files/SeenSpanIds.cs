namespace TraceClient.Otlp;

/// <summary>The set of span ids of a trace, with eight bytes a span.</summary>
/// <remarks>A collision of two ids makes a count too small by one.</remarks>
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

    /// <summary>Adds an id; false if it exists.</summary>
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
