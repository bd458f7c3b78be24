namespace TraceClient.Testing;

/// <summary>Reads pages of lists, newest first. A cursor is opaque and valid for one list only.</summary>
internal sealed class CalyptiaPager(CalyptiaService service, CalyptiaStore store, CalyptiaSimulatorOptions options)
{
    /// <summary>Reads a page of a list in memory.</summary>
    public (List<T> Items, string? Next) Page<T>(
        RequestContext context, QueryReader query, string list, IReadOnlyList<T> all, Func<T, string> idOf)
    {
        var last = Last(query);
        var start = 0;
        if (query.Text("before") is { } before)
        {
            var id = Decode(before, list);
            var at = all.ToList().FindIndex(item => string.Equals(idOf(item), id, StringComparison.Ordinal));
            if (at < 0)
                throw InvalidCursor();
            start = Math.Max(0, at + 1 - context.PageShift);
        }

        var items = all.Skip(start).Take(last).ToList();
        var next = start + items.Count < all.Count && items.Count > 0 ? Encode(list, idOf(items[^1])) : null;
        return (items, NextCursor(context, query, next));
    }

    /// <summary>Reads a page of the records of a session, in constant time.</summary>
    public (List<TimelineEntry<CalyptiaAddedRecord>> Items, string? Next) Records(
        RequestContext context, QueryReader query, CalyptiaSession session)
    {
        var last = Last(query);
        var timeline = store.RecordsOf(session);
        var entries = timeline.Descending();
        if (query.Text("before") is { } before)
        {
            if (Decode(before, session.Id).Split('|') is not [var time, var index, var sequence])
                throw InvalidCursor();
            entries = timeline.After(Number(time), Number(index), Number(sequence), including: context.PageShift > 0);
        }

        var items = entries.Take((int)Math.Min(last + 1L, int.MaxValue)).ToList();
        string? next = null;
        if (items.Count > last)
        {
            items.RemoveAt(last);
            next = Encode(
                session.Id, string.Create(CultureInfo.InvariantCulture, $"{items[^1].Time}|{items[^1].Index}|{items[^1].Sequence}"));
        }

        return (items, NextCursor(context, query, next));
    }

    private static string? NextCursor(RequestContext context, QueryReader query, string? next) =>
        context.RepeatCursor ? query.Text("before") ?? next : next;

    private int Last(QueryReader query) => (int)(query.Integer("last", 0) is > 0 and var last ? last : options.DefaultPageSize);

    private long Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw InvalidCursor();

    private static string Encode(string list, string place) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{list}\n{place}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private string Decode(string cursor, string list)
    {
        var padded = cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var count) && Encoding.UTF8.GetString(bytes, 0, count)
            .Split('\n') is [var of, var place] && string.Equals(of, list, StringComparison.Ordinal)
            ? place
            : throw InvalidCursor();
    }

    private HttpErrorException InvalidCursor() => service.InvalidParameter("before", null, "decode cursor", "cursor");
}
