namespace TraceClient.Galtea;

/// <summary>One turn of a session: what this SDK calls a trace, without its rows.</summary>
public sealed record GalteaInferenceResult : IWireObject
{
    /// <summary>The turn's id, by which the rows of <c>/traces</c> name it.</summary>
    public string? Id { get; set; }

    /// <summary>The session that the turn is part of.</summary>
    public string? SessionId { get; set; }

    /// <summary>The user who caused the turn.</summary>
    public string? UserId { get; set; }

    /// <summary>The turn's place in its session, from 0.</summary>
    public int? Index { get; set; }

    /// <summary><c>PENDING</c>, <c>GENERATED</c>, <c>FAILED</c>, <c>SKIPPED</c>; another value is kept.</summary>
    public string? Status { get; set; }

    /// <summary>What the agent was given: any JSON.</summary>
    public JsonPayload Input { get; set; }

    /// <summary>Gets or sets what the agent replied: any JSON, a string as a rule.</summary>
    public JsonPayload ActualOutput { get; set; }

    /// <summary>Gets or sets what was retrieved for the reply: any JSON.</summary>
    public JsonPayload RetrievalContext { get; set; }

    /// <summary>How long the turn took, in milliseconds.</summary>
    public double? Latency { get; set; }

    /// <summary>Tokens that the model read.</summary>
    public long? InputTokens { get; set; }

    /// <summary>Tokens that the model wrote.</summary>
    public long? OutputTokens { get; set; }

    /// <summary>Tokens that came from the model's cache.</summary>
    public long? CacheReadInputTokens { get; set; }

    /// <summary>All tokens.</summary>
    public long? Tokens { get; set; }

    /// <summary>What the turn cost; the service does not say in which currency.</summary>
    public double? Cost { get; set; }

    /// <summary>Galtea credits that the turn used.</summary>
    public double? CreditsUsed { get; set; }

    /// <summary>The version of the simulator that played the user; JSON null for a real one.</summary>
    public JsonPayload ConversationSimulatorVersion { get; set; }

    /// <summary>A W3C trace id, 32 hex digits: not an id of <c>/traces</c>.</summary>
    public string? TraceId { get; set; }

    /// <summary>When the service took the turn in.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>When the turn was deleted; null for one that was not.</summary>
    public SourceTime DeletedAt { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The turn's id; its data are not shown.</summary>
    public override string ToString() => $"Galtea inference result {Id}";
}
