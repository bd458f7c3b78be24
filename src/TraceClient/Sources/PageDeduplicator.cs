namespace TraceClient;

/// <summary>Remembers the ids of a walk through pages: enough to drop what a moving
/// list or a page that is read again repeats, however long the list is.</summary>
internal sealed class PageDeduplicator(string sourceName, string what)
{
    private const int RememberedIds = 10_000;

    private HashSet<IdHash> _known = [];
    private HashSet<IdHash> _older = [];
    private int _knownPages;
    private bool _isPageEmpty = true;

    /// <summary>True when any page so far has had an id that was there already: the list moves.</summary>
    public bool HasRepeats { get; private set; }

    /// <summary>How many of the page's ids were not there before.</summary>
    public int NewOnPage { get; private set; }

    /// <summary>Begins the next page. At least the ids of the last two pages stay known.</summary>
    public void Turn()
    {
        if (NewOnPage > 0)
            _knownPages++;
        (NewOnPage, _isPageEmpty) = (0, true);
        if (_knownPages < 2 || _known.Count < RememberedIds)
            return;

        _older.Clear();
        (_known, _older, _knownPages) = (_older, _known, 0);
    }

    /// <summary>False for an id that was there already.</summary>
    public bool IsNew(string id)
    {
        var hash = IdHash.Of(id);
        var isNew = !_older.Contains(hash) && _known.Add(hash);
        (_isPageEmpty, HasRepeats) = (false, HasRepeats || !isNew);
        NewOnPage += isNew ? 1 : 0;
        return isNew;
    }

    /// <summary>Ends a walk that would never end.</summary>
    /// <exception cref="TraceFormatException">The page had ids, and none was new.</exception>
    public void ThrowIfRepeated()
    {
        if (!_isPageEmpty && NewOnPage == 0)
            throw Repeated();
    }

    /// <summary>The exception that says that a walk goes in a circle.</summary>
    public TraceFormatException Repeated() =>
        new($"{sourceName} sent the same page of {what} twice; the list stops here, and what came before is good.")
        {
            SourceName =
            sourceName
        };
}
