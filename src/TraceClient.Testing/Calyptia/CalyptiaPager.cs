namespace TraceClient.Testing;

/// <summary>Cursors and the lists that they cut, newest first. A cursor is opaque, and good for the list only that gave it.</summary>
internal sealed class CalyptiaPager(CalyptiaService service, CalyptiaStore store, CalyptiaSimulatorOptions options)
{
    /// <summary>A page of a list that is held in memory.</summary>
    public (List<T> Items, string? Next) Page<T>(
        Exchange exchange, QueryReader query, string list, IReadOnlyList<T> all, Func<T, string> idOf)
    {
        var last = Last(query);
        var start = 0;
        if (query.Text("before") is { } before)
        {
            var id = Decode(before, list);
            var at = all.ToList().FindIndex(item => string.Equals(idOf(item), id, StringComparison.Ordinal));
            if (at < 0)
                throw BadCursor();
            start = Math.Max(0, at + 1 - exchange.PageShift);
        }

        var items = all.Skip(start).Take(last).ToList();
        var next = start + items.Count < all.Count && items.Count > 0 ? Encode(list, idOf(items[^1])) : null;
        return (items, Repeated(exchange, query, next));
    }

    /// <summary>A page of a session's records, found by arithmetic wherever it lies.</summary>
    public (List<Entry<CalyptiaAddedRecord>> Items, string? Next) Records(Exchange exchange, QueryReader query, CalyptiaSession session)
    {
        var last = Last(query);
        var timeline = store.RecordsOf(session);
        var entries = timeline.Descending();
        if (query.Text("before") is { } before)
        {
            if (Decode(before, session.Id).Split('|') is not [var time, var index, var sequence])
                throw BadCursor();
            entries = timeline.After(Number(time), Number(index), Number(sequence), including: exchange.PageShift > 0);
        }

        var items = entries.Take((int)Math.Min(last + 1L, int.MaxValue)).ToList();
        string? next = null;
        if (items.Count > last)
        {
            items.RemoveAt(last);
            next = Encode(
                session.Id, string.Create(CultureInfo.InvariantCulture, $"{items[^1].Time}|{items[^1].Index}|{items[^1].Sequence}"));
        }

        return (items, Repeated(exchange, query, next));
    }

    private static string? Repeated(Exchange exchange, QueryReader query, string? next) =>
        exchange.RepeatCursor ? query.Text("before") ?? next : next;

    private int Last(QueryReader query) => (int)(query.Integer("last", 0) is > 0 and var last ? last : options.DefaultPageSize);

    private long Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw BadCursor();

    private static string Encode(string list, string place) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{list}\n{place}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private string Decode(string cursor, string list)
    {
        var padded = cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var count) && Encoding.UTF8.GetString(bytes, 0, count)
            .Split('\n') is [var of, var place] && string.Equals(of, list, StringComparison.Ordinal)
            ? place
            : throw BadCursor();
    }

    private Refusal BadCursor() => service.BadParameter("before", null, "decode cursor", "cursor");
}
