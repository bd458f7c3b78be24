namespace TraceClient;

/// <summary>Remembers the ids of the last pages of a walk: enough to drop what a moving list repeats, however long the list is.</summary>
internal sealed class PageMemory(string sourceName, string what)
{
    private HashSet<string> _before = new(StringComparer.Ordinal);
    private HashSet<string> _current = new(StringComparer.Ordinal);
    private int _newOnPage;

    /// <summary>True when the page has had no ids at all.</summary>
    public bool IsPageEmpty => _current.Count == 0;

    /// <summary>True when any page so far has had an id for the second time.</summary>
    public bool HasRepeats { get; private set; }

    /// <summary>Begins the next page.</summary>
    public void Turn()
    {
        (_before, _current) = (_current, new HashSet<string>(StringComparer.Ordinal));
        _newOnPage = 0;
    }

    /// <summary>False for an id that this page or the one before had already.</summary>
    public bool IsNew(string id)
    {
        var isNew = _current.Add(id) && !_before.Contains(id);
        HasRepeats |= !isNew;
        _newOnPage += isNew ? 1 : 0;
        return isNew;
    }

    /// <summary>Ends a walk that would never end.</summary>
    /// <exception cref="TraceFormatException">The page had ids, and none was new.</exception>
    public void ThrowIfRepeated()
    {
        if (_current.Count > 0 && _newOnPage == 0)
        {
            throw new TraceFormatException($"{sourceName} sent the same page of {what} twice; the list stops here, and what came before is good.")
            {
                SourceName = sourceName,
            };
        }
    }
}
