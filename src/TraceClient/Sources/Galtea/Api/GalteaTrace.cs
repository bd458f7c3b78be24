namespace TraceClient.Galtea;

/// <summary>A row of <c>/traces</c>: one span of a turn. All rows with one
/// <see cref="InferenceResultId"/> are what this SDK calls a trace.</summary>
public sealed record GalteaTrace : IWireObject
{
    /// <summary>The row's id; a client may have chosen it.</summary>
    public string? Id { get; set; }

    /// <summary>The turn that the step is part of.</summary>
    public string? InferenceResultId { get; set; }

    /// <summary>What the step is called.</summary>
    public string? Name { get; set; }

    /// <summary><c>SPAN</c>, <c>GENERATION</c>, <c>EVENT</c>, <c>AGENT</c>, <c>TOOL</c>, <c>CHAIN</c>, <c>RETRIEVER</c>, <c>EVALUATOR</c>,
    /// <c>EMBEDDING</c>, <c>GUARDRAIL</c> or null; another value is kept.</summary>
    public string? Type { get; set; }

    /// <summary>The type in old exports, where <c>LLM</c> and <c>CUSTOM</c> stand
    /// for generation and span; null in responses of the service.</summary>
    public string? NodeType { get; set; }

    /// <summary>What the step is for, up to 1 MB.</summary>
    public string? Description { get; set; }

    /// <summary>What the step was given: any JSON, up to 10 MB.</summary>
    public JsonPayload InputData { get; set; }

    /// <summary>What the step gave back: any JSON, up to 10 MB.</summary>
    public JsonPayload OutputData { get; set; }

    /// <summary>Why the step failed, a string as a rule; JSON null when it did not.</summary>
    public JsonPayload Error { get; set; }

    /// <summary>How long the step took, in milliseconds. It can be there without times, and the reverse.</summary>
    public double? LatencyMs { get; set; }

    /// <summary>What else is known of the step, token counts and the model among it: any JSON, an object as a rule.</summary>
    public JsonPayload Metadata { get; set; }

    /// <summary>The <see cref="Id"/> of the step that this one is part of; null for a root. It can name a row that is not there.</summary>
    public string? ParentTraceId { get; set; }

    /// <summary>When the step began.</summary>
    public SourceTime StartTime { get; set; }

    /// <summary>When the step ended.</summary>
    public SourceTime EndTime { get; set; }

    /// <summary>When the service took the row in.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>When the row was deleted; null for one that was not.</summary>
    public SourceTime DeletedAt { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The row's id; its data are not shown.</summary>
    public override string ToString() => $"Galtea trace {Id}";
}

/// <summary>A row to be written to <c>/traces</c>. A member that is null is not sent.</summary>
public sealed record GalteaNewTrace
{
    /// <summary>The turn that the step is part of.</summary>
    public required string InferenceResultId { get; init; }

    /// <summary>What the step is called; not empty.</summary>
    public required string Name { get; init; }

    /// <summary>An id of your own, so that children can name it before the service has responded.</summary>
    public string? Id { get; init; }

    /// <summary>The id of the step that this one is part of; null for a root.</summary>
    public string? ParentTraceId { get; init; }

    /// <summary>One of the values of <see cref="GalteaTrace.Type"/>.</summary>
    public string? Type { get; init; }

    /// <summary>What the step is for, up to 1 MB.</summary>
    public string? Description { get; init; }

    /// <summary>What the step was given, up to 10 MB.</summary>
    public JsonPayload? InputData { get; init; }

    /// <summary>What the step gave back, up to 10 MB.</summary>
    public JsonPayload? OutputData { get; init; }

    /// <summary>Why the step failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>How long the step took, in milliseconds.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>What else is known of the step, up to 10 MB.</summary>
    public JsonPayload? Metadata { get; init; }

    /// <summary>When the step began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When the step ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The step's name; its data are not shown.</summary>
    public override string ToString() => $"Galtea trace {NameText.Of(Name)} of {InferenceResultId}";
}

/// <summary>Rows to be written to <c>/traces</c> in one request.</summary>
public sealed record GalteaTraceBatch
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<GalteaNewTrace> Traces { get; init; }

    /// <summary>The number of rows; their data are not shown.</summary>
    public override string ToString() => $"{Traces.Count} Galtea traces";
}

/// <summary>Rows of <c>/traces</c> to be deleted in one request.</summary>
public sealed record GalteaTraceDeletion
{
    /// <summary>The rows' ids.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>The number of rows.</summary>
    public override string ToString() => $"{Ids.Count} Galtea traces";
}
