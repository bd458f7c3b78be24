namespace TraceClient.Testing;

/// <summary>The requested order.</summary>
/// <remarks>It is <c>sort=createdAt,asc</c> in the API reference, and <c>sort=createdAt&amp;sort=asc</c> in the SDK.</remarks>
internal readonly record struct GalteaSort(bool ByStartTime, bool Descending)
{
    public static GalteaSort Of(QueryReader query, ServiceHandler service, params ReadOnlySpan<string> fields)
    {
        var values = query.Many("sort");
        if (values.Count == 0)
            return new GalteaSort(ByStartTime: false, Descending: true);
        var parts = values.Count == 1 ? values[0].Split(',') : [.. values];
        if (parts is not [var field, "asc" or "desc"] || !fields.Contains(field))
            throw service.InvalidParameter(
                "sort", string.Join('&', values), $"sort takes a field ({string.Join(", ", fields.ToArray())}) and asc or desc", "sort");
        return new GalteaSort(field == "startTime", parts[1] == "desc");
    }
}
