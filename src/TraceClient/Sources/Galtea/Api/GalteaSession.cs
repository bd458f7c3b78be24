namespace TraceClient.Galtea;

/// <summary>A conversation: the turns that belong together.</summary>
public sealed record GalteaSession : IWireObject
{
    /// <summary>Gets or sets the session's id.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the id that the user's own system gave to it.</summary>
    public string? CustomId { get; set; }

    /// <summary>Gets or sets the product's version that was talked to.</summary>
    public string? VersionId { get; set; }

    /// <summary>Gets or sets the user.</summary>
    public string? UserId { get; set; }

    /// <summary>Gets or sets the test case that the session plays; null outside a test.</summary>
    public string? TestCaseId { get; set; }

    /// <summary>Gets or sets the context that the session was started with: any JSON.</summary>
    public JsonPayload Context { get; set; }

    /// <summary>Gets or sets the reason why the session ended: any JSON.</summary>
    public JsonPayload StoppingReason { get; set; }

    /// <summary>Gets or sets the reason why the session failed; JSON null when it did not.</summary>
    public JsonPayload Error { get; set; }

    /// <summary>Gets or sets the status: <c>PENDING</c>, <c>COMPLETED</c> or <c>FAILED</c>; another value is kept.</summary>
    public string? Status { get; set; }

    /// <summary>Gets or sets whether the session is with real users.</summary>
    public bool? IsProduction { get; set; }

    /// <summary>Gets or sets further facts about the session: any JSON.</summary>
    public JsonPayload Metadata { get; set; }

    /// <summary>Gets or sets the time when the service took the session in.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the time when the session was deleted; null for one that was not.</summary>
    public SourceTime DeletedAt { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the session's id; its data are not shown.</summary>
    public override string ToString() => $"Galtea session {Id}";
}
