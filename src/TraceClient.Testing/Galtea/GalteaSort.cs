namespace TraceClient.Testing;

/// <summary>The order asked for: <c>sort=createdAt,asc</c> as in the reference, or
/// the two values <c>sort=createdAt&amp;sort=asc</c> of the vendor's SDK.</summary>
internal readonly record struct GalteaSort(bool ByStartTime, bool Descending)
{
    public static GalteaSort Of(QueryReader query, ServiceHandler service, params ReadOnlySpan<string> fields)
    {
        var values = query.Many("sort");
        if (values.Count == 0)
            return new GalteaSort(ByStartTime: false, Descending: true);
        var parts = values.Count == 1 ? values[0].Split(',') : [.. values];
        if (parts is not [var field, "asc" or "desc"] || !fields.Contains(field))
            throw service.BadParameter(
                "sort", string.Join('&', values), $"sort takes a field ({string.Join(", ", fields.ToArray())}) and asc or desc", "sort");
        return new GalteaSort(field == "startTime", parts[1] == "desc");
    }
}
