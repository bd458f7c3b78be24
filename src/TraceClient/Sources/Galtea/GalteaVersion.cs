using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Galtea;

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
