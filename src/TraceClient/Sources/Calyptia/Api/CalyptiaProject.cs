namespace TraceClient.Calyptia;

/// <summary>A project of a user.</summary>
public sealed record CalyptiaProject : IWireObject
{
    /// <summary>The id, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>How many core instances it has.</summary>
    public long? AggregatorsCount { get; set; }

    /// <summary>When it was made.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>All other members, as they came.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }
}
