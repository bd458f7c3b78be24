namespace TraceClient.Rest;

/// <summary>How a query parameter is written.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class QueryAttribute : Attribute
{
    public QueryAttribute()
    {
    }

    public QueryAttribute(CollectionFormat collectionFormat) => CollectionFormat = collectionFormat;

    public CollectionFormat CollectionFormat { get; }

    public string? Format { get; set; }
}

/// <summary>How the elements of a collection become query pairs.</summary>
internal enum CollectionFormat
{
    RefitParameterFormatter,
    Multi,
}
