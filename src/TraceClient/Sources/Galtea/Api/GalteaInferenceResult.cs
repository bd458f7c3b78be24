using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Galtea;

/// <summary>One turn of a session: what this SDK calls a trace, without its rows.</summary>
public sealed record GalteaInferenceResult
{
    /// <summary>The turn's id, by which the rows of <c>/traces</c> name it.</summary>
    public string? Id { get; init; }

    /// <summary>The session that the turn is part of.</summary>
    public string? SessionId { get; init; }

    /// <summary>The user who caused the turn.</summary>
    public string? UserId { get; init; }

    /// <summary>The turn's place in its session, from 0.</summary>
    public int? Index { get; init; }

    /// <summary><c>PENDING</c>, <c>GENERATED</c>, <c>FAILED</c>, <c>SKIPPED</c>; another value is kept.</summary>
    public string? Status { get; init; }

    /// <summary>What the agent was given: any JSON.</summary>
    public JsonPayload Input { get; init; }

    /// <summary>What the agent answered: any JSON, a string as a rule.</summary>
    public JsonPayload ActualOutput { get; init; }

    /// <summary>What was retrieved for the answer: any JSON.</summary>
    public JsonPayload RetrievalContext { get; init; }

    /// <summary>How long the turn took, in milliseconds.</summary>
    public double? Latency { get; init; }

    /// <summary>Tokens that the model read.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens that the model wrote.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Tokens that came from the model's cache.</summary>
    public long? CacheReadInputTokens { get; init; }

    /// <summary>All tokens.</summary>
    public long? Tokens { get; init; }

    /// <summary>What the turn cost; the service does not say in which currency.</summary>
    public double? Cost { get; init; }

    /// <summary>Galtea credits that the turn used.</summary>
    public double? CreditsUsed { get; init; }

    /// <summary>The version of the simulator that played the user; JSON null for a real one.</summary>
    public JsonPayload ConversationSimulatorVersion { get; init; }

    /// <summary>A W3C trace id, 32 hex digits: not an id of <c>/traces</c>.</summary>
    public string? TraceId { get; init; }

    /// <summary>When the service took the turn in.</summary>
    public GalteaTime? CreatedAt { get; init; }

    /// <summary>When the turn was deleted; null for one that was not.</summary>
    public GalteaTime? DeletedAt { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The turn's id; its data are not shown.</summary>
    public override string ToString() => $"Galtea inference result {Id}";
}
