namespace TraceClient.Galtea;

/// <summary>One turn of a session: what this SDK calls a trace, without its rows.</summary>
public sealed record GalteaInferenceResult : IWireObject
{
    /// <summary>Gets or sets the turn's id, by which the rows of <c>/traces</c> name it.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the session that the turn is part of.</summary>
    public string? SessionId { get; set; }

    /// <summary>Gets or sets the user who caused the turn.</summary>
    public string? UserId { get; set; }

    /// <summary>Gets or sets the turn's place in its session, from 0.</summary>
    public int? Index { get; set; }

    /// <summary>Gets or sets the status: <c>PENDING</c>, <c>GENERATED</c>,
    /// <c>FAILED</c> or <c>SKIPPED</c>; another value is kept.</summary>
    public string? Status { get; set; }

    /// <summary>Gets or sets the input of the agent: any JSON.</summary>
    public JsonPayload Input { get; set; }

    /// <summary>Gets or sets what the agent replied: any JSON, a string as a rule.</summary>
    public JsonPayload ActualOutput { get; set; }

    /// <summary>Gets or sets what was retrieved for the reply: any JSON.</summary>
    public JsonPayload RetrievalContext { get; set; }

    /// <summary>Gets or sets how long the turn took, in milliseconds.</summary>
    public double? Latency { get; set; }

    /// <summary>Gets or sets the tokens that the model read.</summary>
    public long? InputTokens { get; set; }

    /// <summary>Gets or sets the tokens that the model wrote.</summary>
    public long? OutputTokens { get; set; }

    /// <summary>Gets or sets the tokens that came from the model's cache.</summary>
    public long? CacheReadInputTokens { get; set; }

    /// <summary>Gets or sets all tokens.</summary>
    public long? Tokens { get; set; }

    /// <summary>Gets or sets the cost; the service does not say in which currency.</summary>
    public double? Cost { get; set; }

    /// <summary>Gets or sets the Galtea credits that the turn used.</summary>
    public double? CreditsUsed { get; set; }

    /// <summary>Gets or sets the version of the simulator that played the user; JSON null for a real one.</summary>
    public JsonPayload ConversationSimulatorVersion { get; set; }

    /// <summary>Gets or sets a W3C trace id, 32 hex digits: not an id of <c>/traces</c>.</summary>
    public string? TraceId { get; set; }

    /// <summary>Gets or sets the time when the service took the turn in.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the time when the turn was deleted; null for one that was not.</summary>
    public SourceTime DeletedAt { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the turn's id; its data are not shown.</summary>
    public override string ToString() => $"Galtea inference result {Id}";
}
