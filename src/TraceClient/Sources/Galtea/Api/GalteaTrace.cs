namespace TraceClient.Galtea;

/// <summary>A row of <c>/traces</c>: one span of a turn. All rows with one
/// <see cref="InferenceResultId"/> are what this SDK calls a trace.</summary>
public sealed record GalteaTrace : IWireObject
{
    /// <summary>Gets or sets the row's id; a client may have chosen it.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the turn that the step is part of.</summary>
    public string? InferenceResultId { get; set; }

    /// <summary>Gets or sets the name of the step.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the type: <c>SPAN</c>, <c>GENERATION</c>, <c>EVENT</c>,
    /// <c>AGENT</c>, <c>TOOL</c>, <c>CHAIN</c>, <c>RETRIEVER</c>, <c>EVALUATOR</c>,
    /// <c>EMBEDDING</c>, <c>GUARDRAIL</c> or null; another value is kept.</summary>
    public string? Type { get; set; }

    /// <summary>Gets or sets the type in old exports, where <c>LLM</c> and <c>CUSTOM</c> stand
    /// for generation and span; null in responses of the service.</summary>
    public string? NodeType { get; set; }

    /// <summary>Gets or sets the description, up to 1 MB.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets the input: any JSON, up to 10 MB.</summary>
    public JsonPayload InputData { get; set; }

    /// <summary>Gets or sets the output: any JSON, up to 10 MB.</summary>
    public JsonPayload OutputData { get; set; }

    /// <summary>Gets or sets the reason why the step failed, a string as a rule; JSON null when it did not.</summary>
    public JsonPayload Error { get; set; }

    /// <summary>Gets or sets how long the step took, in milliseconds. It can be there without times, and the reverse.</summary>
    public double? LatencyMs { get; set; }

    /// <summary>Gets or sets further facts, token counts and the model among them: any JSON, an object as a rule.</summary>
    public JsonPayload Metadata { get; set; }

    /// <summary>Gets or sets the <see cref="Id"/> of the step that this one is
    /// part of; null for a root. It can name a row that is not there.</summary>
    public string? ParentTraceId { get; set; }

    /// <summary>Gets or sets the time when the step began.</summary>
    public SourceTime StartTime { get; set; }

    /// <summary>Gets or sets the time when the step ended.</summary>
    public SourceTime EndTime { get; set; }

    /// <summary>Gets or sets the time when the service took the row in.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the time when the row was deleted; null for one that was not.</summary>
    public SourceTime DeletedAt { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the row's id; its data are not shown.</summary>
    public override string ToString() => $"Galtea trace {Id}";
}

/// <summary>A row to be written to <c>/traces</c>. A member that is null is not sent.</summary>
public sealed record GalteaNewTrace
{
    /// <summary>Gets the turn that the step is part of.</summary>
    public required string InferenceResultId { get; init; }

    /// <summary>Gets the name of the step; not empty.</summary>
    public required string Name { get; init; }

    /// <summary>Gets an id of your own, so that children can name it before the service has responded.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the id of the step that this one is part of; null for a root.</summary>
    public string? ParentTraceId { get; init; }

    /// <summary>Gets a value of <see cref="GalteaTrace.Type"/>.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the description, up to 1 MB.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the input, up to 10 MB.</summary>
    public JsonPayload? InputData { get; init; }

    /// <summary>Gets the output, up to 10 MB.</summary>
    public JsonPayload? OutputData { get; init; }

    /// <summary>Gets the reason why the step failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Gets how long the step took, in milliseconds.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Gets further facts, up to 10 MB.</summary>
    public JsonPayload? Metadata { get; init; }

    /// <summary>Gets the time when the step began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Gets the time when the step ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Returns the step's name; its data are not shown.</summary>
    public override string ToString() => $"Galtea trace {NameText.Of(Name)} of {InferenceResultId}";
}

/// <summary>Rows to be written to <c>/traces</c> in one request.</summary>
public sealed record GalteaTraceBatch
{
    /// <summary>Gets the rows.</summary>
    public required IReadOnlyList<GalteaNewTrace> Traces { get; init; }

    /// <summary>Returns the number of rows; their data are not shown.</summary>
    public override string ToString() => $"{Traces.Count} Galtea traces";
}

/// <summary>Rows of <c>/traces</c> to be deleted in one request.</summary>
public sealed record GalteaTraceDeletion
{
    /// <summary>Gets the rows' ids.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Returns the number of rows.</summary>
    public override string ToString() => $"{Ids.Count} Galtea traces";
}
