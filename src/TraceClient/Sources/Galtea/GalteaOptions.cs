namespace TraceClient;

/// <summary>Options for Galtea.</summary>
public sealed class GalteaOptions : TraceSourceOptions
{
    /// <summary>Gets or sets how many rows a page has, from 1 to 1,000; the service may send fewer.</summary>
    /// <value>The default is 100.</value>
    [Values(1, 1000, "must be from 1 to 1000")]
    public int PageSize { get; set; } = 100;

    /// <summary>Gets or sets whether a sort order is sent as two values, <c>sort=createdAt&amp;sort=asc</c>, as the vendor's SDK does, and
    /// not as one, <c>sort=createdAt,asc</c>, as the reference page says.</summary>
    /// <value>The default is false: one value.</value>
    public bool SortAsTwoValues { get; set; }
}
