namespace TraceClient.Calyptia;

/// <summary>Something that a search found.</summary>
public sealed record CalyptiaSearchResult
{
    /// <summary>Gets or sets the id.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the name.</summary>
    public string? Name { get; set; }
}
