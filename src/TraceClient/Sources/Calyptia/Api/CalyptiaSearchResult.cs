namespace TraceClient.Calyptia;

/// <summary>Something that a search found.</summary>
public sealed record CalyptiaSearchResult
{
    /// <summary>The id.</summary>
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }
}
