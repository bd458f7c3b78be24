namespace TraceClient.Galtea;

/// <summary>An AI product that is traced and tested.</summary>
public sealed record GalteaProduct : IWireObject
{
    /// <summary>Gets or sets the product's id.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the organisation that it belongs to.</summary>
    public string? OrganizationId { get; set; }

    /// <summary>Gets or sets the id of the user who created the product.</summary>
    public string? UserId { get; set; }

    /// <summary>Gets or sets the name.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the description.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets its labels: any JSON, an array of strings as a rule.</summary>
    public JsonPayload Tags { get; set; }

    /// <summary>Gets or sets the time when the service took the product in.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the time when the product was deleted; null for one that was not.</summary>
    public SourceTime DeletedAt { get; set; }

    /// <summary>Gets or sets the members that this type does not know, such as <c>riskLevel</c>
    /// and <c>capabilities</c>, whose shape is not published.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the product's id.</summary>
    public override string ToString() => $"Galtea product {Id}";
}

/// <summary>A version of a product.</summary>
public sealed record GalteaVersion : IWireObject
{
    /// <summary>Gets or sets the version's id.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the product.</summary>
    public string? ProductId { get; set; }

    /// <summary>Gets or sets the id of the user who created the version.</summary>
    public string? UserId { get; set; }

    /// <summary>Gets or sets the name, such as <c>1.4.0</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the description of the changes.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets the model that it uses.</summary>
    public string? ModelId { get; set; }

    /// <summary>Gets or sets the model's instructions.</summary>
    public string? SystemPrompt { get; set; }

    /// <summary>Gets or sets the time when the service took the version in.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the time when the version was deleted; null for one that was not.</summary>
    public SourceTime DeletedAt { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the version's id.</summary>
    public override string ToString() => $"Galtea version {Id}";
}
