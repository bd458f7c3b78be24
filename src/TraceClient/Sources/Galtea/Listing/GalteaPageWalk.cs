namespace TraceClient.Galtea;

/// <summary>Reads a list page by page by offset. Elements that shift into the next page while new ones arrive are given once.</summary>
/// <param name="pages">Requests a page again whose body breaks off; its elements are known by then and are not given twice.</param>
/// <param name="readPage">Requests the page at an offset.</param>
/// <param name="idOf">An element's id.</param>
internal sealed class GalteaPageWalk<T>(PageReader pages, Func<int, CancellationToken, IAsyncEnumerable<T>> readPage, Func<T, string?> idOf)
{
    /// <summary>A page of known elements only is requested again, then stepped over; the next such page in a row ends the walk.</summary>
    private const int MaxRepeats = 3;

    private readonly PageDeduplicator _memory = new(SourceNames.Galtea, "elements");
    private int _offset;
    private int _repeats;
    private int _lastPageCount;

    public bool HasMore { get; private set; } = true;

    /// <summary>True when the walk ended since the service kept sending what it had sent, and not on an empty page.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Gets how many elements without an id were left out.</summary>
    public int WithoutId { get; private set; }

    /// <summary>The next page's elements that were not there before, as they arrive.</summary>
    public async IAsyncEnumerable<T> ReadPageAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _memory.Turn();
        var page = pages.Stream(token => readPage(_offset, token));
        await using var _ = page.ConfigureAwait(false);
        while (await page.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var id = idOf(page.Current);
            var isNew = _memory.IsNew(id ?? "");
            if (string.IsNullOrWhiteSpace(id))
                WithoutId++;
            else if (isNew)
                yield return page.Current;
        }

        _lastPageCount = page.Count;
        _repeats = _memory.NewOnPage == 0 ? _repeats + 1 : 0;
        IsCutShort = _lastPageCount > 0 && _repeats == MaxRepeats;
        HasMore = _lastPageCount > 0 && !IsCutShort;
        if (_repeats != 1)
            _offset += _lastPageCount;
    }

    /// <summary>Throws when the walk was cut short although there can be more to read.</summary>
    /// <remarks>A service that ignores offsets and limits sends all at once; one that keeps to limits has sent a first part only.</remarks>
    /// <exception cref="TraceFormatException">The service sent the same full page again and again.</exception>
    public void ThrowIfCutShort(int pageSize, string operation)
    {
        if (IsCutShort && _lastPageCount == pageSize)
        {
            throw new TraceFormatException("Galtea sent the same page again and again; what is behind it cannot be read.")
            { SourceName = SourceNames.Galtea, Operation = operation };
        }
    }
}
