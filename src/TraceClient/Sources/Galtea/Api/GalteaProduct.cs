namespace TraceClient.Galtea;

/// <summary>An AI product that is traced and tested.</summary>
public sealed record GalteaProduct : IWireObject
{
    /// <summary>The product's id.</summary>
    public string? Id { get; set; }

    /// <summary>The organisation that it belongs to.</summary>
    public string? OrganizationId { get; set; }

    /// <summary>Who made it.</summary>
    public string? UserId { get; set; }

    /// <summary>What it is called.</summary>
    public string? Name { get; set; }

    /// <summary>What it does.</summary>
    public string? Description { get; set; }

    /// <summary>Its labels: any JSON, an array of strings as a rule.</summary>
    public JsonPayload Tags { get; set; }

    /// <summary>When the service took the product in.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>When the product was deleted; null for one that was not.</summary>
    public SourceTime DeletedAt { get; set; }

    /// <summary>Members that this type does not know, such as <c>riskLevel</c>
    /// and <c>capabilities</c>, whose shape is not published.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The product's id.</summary>
    public override string ToString() => $"Galtea product {Id}";
}

/// <summary>A version of a product.</summary>
public sealed record GalteaVersion : IWireObject
{
    /// <summary>The version's id.</summary>
    public string? Id { get; set; }

    /// <summary>The product.</summary>
    public string? ProductId { get; set; }

    /// <summary>Who made it.</summary>
    public string? UserId { get; set; }

    /// <summary>What it is called, such as <c>1.4.0</c>.</summary>
    public string? Name { get; set; }

    /// <summary>What is new in it.</summary>
    public string? Description { get; set; }

    /// <summary>The model that it uses.</summary>
    public string? ModelId { get; set; }

    /// <summary>The model's instructions.</summary>
    public string? SystemPrompt { get; set; }

    /// <summary>When the service took the version in.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>When the version was deleted; null for one that was not.</summary>
    public SourceTime DeletedAt { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The version's id.</summary>
    public override string ToString() => $"Galtea version {Id}";
}
