namespace TraceClient;

/// <summary>Remembers which elements of a page were yielded, to skip them
/// when the page is read again. It takes 16 bytes an element.</summary>
/// <remarks>
/// An element that comes twice in the page is yielded twice, so it is skipped as often as it was yielded. Elements without an id are
/// skipped by their number. A page in the order that it had before needs
/// no further memory; for another order a table of what is left is made.
/// </remarks>
internal sealed class YieldedElements
{
    private readonly List<IdHash> _yielded = [];
    private readonly Dictionary<IdHash, int> _left = [];
    private int _retries;
    private int _position;
    private int _end;

    /// <summary>Gets whether an element has yet to be yielded, and remembers it then.</summary>
    /// <param name="id">The id of the element; null where it has none.</param>
    /// <param name="retries">How often the page was requested again.</param>
    public bool TryAdd(string? id, int retries)
    {
        if (retries != _retries)
        {
            (_retries, _position, _end) = (retries, 0, _yielded.Count);
            _left.Clear();
        }

        var hash = IdHash.Of(id);
        if (_position < _end && _yielded[_position] == hash)
        {
            _position++;
            return false;
        }

        // The order is another one than before: from here on the elements that are left are counted.
        for (; _position < _end; _position++)
            CollectionsMarshal.GetValueRefOrAddDefault(_left, _yielded[_position], out _)++;
        if (_left.GetValueOrDefault(hash) > 0)
        {
            _left[hash]--;
            return false;
        }

        _yielded.Add(hash);
        return true;
    }
}
