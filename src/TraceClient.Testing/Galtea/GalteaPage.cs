namespace TraceClient.Testing;

/// <summary>Reads the offset and limit of a query, and writes a list in one of its two formats.</summary>
internal static class GalteaPage
{
    public static (long Offset, int Limit) Of(QueryReader query, RequestContext context, GalteaSimulatorOptions options)
    {
        var offset = query.Integer("offset", 0) ?? 0;
        var limit = query.Integer("limit", 1) ?? options.DefaultLimit;
        return (Math.Max(0, offset - context.PageShift), (int)Math.Min(limit, options.MaxLimit));
    }

    /// <summary>Rejects values that are joined by commas: an array repeats its key for each value.</summary>
    public static void RejectJoinedValues(QueryReader query, string name, ServiceHandler service)
    {
        if (query.Many(name).FirstOrDefault(value => value.Contains(',', StringComparison.Ordinal)) is { } joined)
            throw service.InvalidParameter(
                name, joined, $"\"{name}\" repeats its key for each value, {name}=a&{name}=b; values are not joined by commas", "array");
    }

    public static Task WriteAsync<T>(RequestContext context, GalteaSimulatorOptions options, IEnumerable<T> items, Func<long> total,
        long offset, int limit, Action<Utf8JsonWriter, T> write)
    {
        if (!options.WrapLists)
            return context.StreamArrayAsync(items, write);
        return context.StreamAsync(async stream =>
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
