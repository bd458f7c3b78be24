namespace TraceClient.Testing;

/// <summary>Offset and limit, and the two shapes of a list.</summary>
internal static class GalteaPage
{
    public static (long Offset, int Limit) Of(QueryReader query, Exchange exchange, GalteaSimulatorOptions options)
    {
        var offset = query.Integer("offset", 0) ?? 0;
        var limit = query.Integer("limit", 1) ?? options.DefaultLimit;
        return (Math.Max(0, offset - exchange.PageShift), (int)Math.Min(limit, options.MaxLimit));
    }

    /// <summary>Arrays repeat the bare key; a client that joins values with commas gets to know it.</summary>
    public static void RefuseJoined(QueryReader query, string name, ServiceHandler service)
    {
        if (query.Many(name).FirstOrDefault(value => value.Contains(',', StringComparison.Ordinal)) is { } joined)
            throw service.BadParameter(
                name, joined, $"\"{name}\" repeats its key for each value, {name}=a&{name}=b; values are not joined by commas", "array");
    }

    public static Task WriteAsync<T>(Exchange exchange, GalteaSimulatorOptions options, IEnumerable<T> items, Func<long> total, long offset,
        int limit, Action<Utf8JsonWriter, T> write)
    {
        if (!options.WrapLists)
            return exchange.StreamArrayAsync(items, write);
        return exchange.StreamAsync(async stream =>
        {
            stream.Writer.WriteStartObject();
            stream.Writer.WritePropertyName("data");
            await stream.ArrayAsync(items, write).ConfigureAwait(false);
            stream.Writer.WriteNumber("total", total());
            stream.Writer.WriteNumber("page", (offset / limit) + 1);
            stream.Writer.WriteNumber("limit", limit);
            stream.Writer.WriteEndObject();
        });
    }
}
