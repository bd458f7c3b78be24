namespace TraceClient.Galtea;

/// <summary>Whom a token belongs to.</summary>
public sealed record GalteaUser : IWireObject
{
    /// <summary>Gets or sets the user's id.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the organisation that the token reads.</summary>
    public string? OrganizationId { get; set; }

    /// <summary>Gets or sets the members that this type does not know; they can be personal data.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the user's id.</summary>
    public override string ToString() => $"Galtea user {Id}";
}
