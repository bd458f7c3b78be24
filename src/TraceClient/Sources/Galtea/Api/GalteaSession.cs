using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Galtea;

/// <summary>A conversation: the turns that belong together.</summary>
public sealed record GalteaSession
{
    /// <summary>The session's id.</summary>
    public string? Id { get; init; }

    /// <summary>The id that the user's own system gave to it.</summary>
    public string? CustomId { get; init; }

    /// <summary>The product's version that was talked to.</summary>
    public string? VersionId { get; init; }

    /// <summary>The user.</summary>
    public string? UserId { get; init; }

    /// <summary>The test case that the session plays; null outside a test.</summary>
    public string? TestCaseId { get; init; }

    /// <summary>What the session was started with: any JSON.</summary>
    public JsonPayload Context { get; init; }

    /// <summary>Why the session ended: any JSON.</summary>
    public JsonPayload StoppingReason { get; init; }

    /// <summary>Why the session failed; JSON null when it did not.</summary>
    public JsonPayload Error { get; init; }

    /// <summary><c>PENDING</c>, <c>COMPLETED</c>, <c>FAILED</c>; another value is kept.</summary>
    public string? Status { get; init; }

    /// <summary>True for a session with real users.</summary>
    public bool? IsProduction { get; init; }

    /// <summary>What else is known of the session: any JSON.</summary>
    public JsonPayload Metadata { get; init; }

    /// <summary>When the service took the session in.</summary>
    public GalteaTime? CreatedAt { get; init; }

    /// <summary>When the session was deleted; null for one that was not.</summary>
    public GalteaTime? DeletedAt { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The session's id; its data are not shown.</summary>
    public override string ToString() => $"Galtea session {Id}";
}
