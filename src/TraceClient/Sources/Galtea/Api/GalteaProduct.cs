using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Galtea;

/// <summary>An AI product that is traced and tested.</summary>
public sealed record GalteaProduct
{
    /// <summary>The product's id.</summary>
    public string? Id { get; init; }

    /// <summary>The organisation that it belongs to.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Who made it.</summary>
    public string? UserId { get; init; }

    /// <summary>What it is called.</summary>
    public string? Name { get; init; }

    /// <summary>What it does.</summary>
    public string? Description { get; init; }

    /// <summary>Its labels: any JSON, an array of strings as a rule.</summary>
    public JsonPayload Tags { get; init; }

    /// <summary>When the service took the product in.</summary>
    public GalteaTime? CreatedAt { get; init; }

    /// <summary>When the product was deleted; null for one that was not.</summary>
    public GalteaTime? DeletedAt { get; init; }

    /// <summary>Members that this type does not know, such as <c>riskLevel</c> and <c>capabilities</c>, whose shape is not published.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The product's id.</summary>
    public override string ToString() => $"Galtea product {Id}";
}

/// <summary>A version of a product.</summary>
public sealed record GalteaVersion
{
    /// <summary>The version's id.</summary>
    public string? Id { get; init; }

    /// <summary>The product.</summary>
    public string? ProductId { get; init; }

    /// <summary>Who made it.</summary>
    public string? UserId { get; init; }

    /// <summary>What it is called, such as <c>1.4.0</c>.</summary>
    public string? Name { get; init; }

    /// <summary>What is new in it.</summary>
    public string? Description { get; init; }

    /// <summary>The model that it uses.</summary>
    public string? ModelId { get; init; }

    /// <summary>The model's instructions.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>When the service took the version in.</summary>
    public GalteaTime? CreatedAt { get; init; }

    /// <summary>When the version was deleted; null for one that was not.</summary>
    public GalteaTime? DeletedAt { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The version's id.</summary>
    public override string ToString() => $"Galtea version {Id}";
}
