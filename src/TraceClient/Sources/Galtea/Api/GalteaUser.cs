using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Galtea;

/// <summary>Whom a token belongs to.</summary>
public sealed record GalteaUser
{
    /// <summary>The user's id.</summary>
    public string? Id { get; init; }

    /// <summary>The organisation that the token reads.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Members that this type does not know; they can be personal data.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The user's id.</summary>
    public override string ToString() => $"Galtea user {Id}";
}
