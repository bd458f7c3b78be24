namespace TraceClient.Galtea;

/// <summary>A conversation: the turns that belong together.</summary>
public sealed record GalteaSession : IWireObject
{
    /// <summary>The session's id.</summary>
    public string? Id { get; set; }

    /// <summary>The id that the user's own system gave to it.</summary>
    public string? CustomId { get; set; }

    /// <summary>The product's version that was talked to.</summary>
    public string? VersionId { get; set; }

    /// <summary>The user.</summary>
    public string? UserId { get; set; }

    /// <summary>The test case that the session plays; null outside a test.</summary>
    public string? TestCaseId { get; set; }

    /// <summary>What the session was started with: any JSON.</summary>
    public JsonPayload Context { get; set; }

    /// <summary>Why the session ended: any JSON.</summary>
    public JsonPayload StoppingReason { get; set; }

    /// <summary>Why the session failed; JSON null when it did not.</summary>
    public JsonPayload Error { get; set; }

    /// <summary><c>PENDING</c>, <c>COMPLETED</c>, <c>FAILED</c>; another value is kept.</summary>
    public string? Status { get; set; }

    /// <summary>True for a session with real users.</summary>
    public bool? IsProduction { get; set; }

    /// <summary>What else is known of the session: any JSON.</summary>
    public JsonPayload Metadata { get; set; }

    /// <summary>When the service took the session in.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>When the session was deleted; null for one that was not.</summary>
    public SourceTime DeletedAt { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The session's id; its data are not shown.</summary>
    public override string ToString() => $"Galtea session {Id}";
}
