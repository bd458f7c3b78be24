namespace TraceClient.Calyptia;

/// <summary>Notices when the cursors of a walk go round in a circle, however long the walk and the circle are.</summary>
internal sealed class CalyptiaCursors
{
    private const int Remembered = 64;

    private readonly Queue<string> _latest = new(Remembered);
    private string? _milestone;
    private long _count;

    /// <summary>False for a cursor that came before: one of the latest, or the one at the last power of two.</summary>
    public bool IsNew(string cursor)
    {
        if (cursor == _milestone || _latest.Contains(cursor))
            return false;

        if (long.IsPow2(++_count))
            _milestone = cursor;
        if (_latest.Count == Remembered)
            _latest.Dequeue();
        _latest.Enqueue(cursor);
        return true;
    }
}
