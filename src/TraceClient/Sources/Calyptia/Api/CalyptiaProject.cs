namespace TraceClient.Calyptia;

/// <summary>A project of a user.</summary>
public sealed record CalyptiaProject : IWireObject
{
    /// <summary>Gets or sets the id, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the name.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets how many core instances it has.</summary>
    public long? AggregatorsCount { get; set; }

    /// <summary>Gets or sets the time when it was made.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets all other members, as they came.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }
}
