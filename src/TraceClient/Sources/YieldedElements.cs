namespace TraceClient;

/// <summary>Remembers which elements of a page were yielded, to skip them when the page is read again. It takes 16 bytes an element.</summary>
/// <remarks>
/// An element that comes twice in the page is yielded twice, so it is skipped as often as it was yielded. Elements without an id are
/// skipped by their number. A page in the order that it had before needs no further memory; for another order a table of what is left is made.
/// </remarks>
internal sealed class YieldedElements
{
    private readonly List<IdHash> _yielded = [];
    private Dictionary<IdHash, int>? _left;
    private int _retries;
    private int _position;
    private int _end;

    /// <summary>Gets whether an element has yet to be yielded, and remembers it then.</summary>
    /// <param name="id">The id of the element; null where it has none.</param>
    /// <param name="retries">How often the page was requested again.</param>
    public bool TryAdd(string? id, int retries)
    {
        if (retries != _retries)
            (_retries, _position, _end, _left) = (retries, 0, _yielded.Count, null);

        var hash = IdHash.Of(id);
        if (_position < _end && WasYielded(hash))
            return false;
        _yielded.Add(hash);
        return true;
    }

    private bool WasYielded(IdHash hash)
    {
        if (_left is null && _yielded[_position] == hash)
        {
            _position++;
            return true;
        }

        _left ??= CountLeft();
        if (_left.GetValueOrDefault(hash) is not (> 0 and var count))
            return false;
        _left[hash] = count - 1;
        return true;
    }

    private Dictionary<IdHash, int> CountLeft()
    {
        var left = new Dictionary<IdHash, int>();
        for (var i = _position; i < _end; i++)
            left[_yielded[i]] = left.GetValueOrDefault(_yielded[i]) + 1;
        return left;
    }
}
