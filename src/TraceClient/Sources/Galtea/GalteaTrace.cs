using System.Text.Json;
using System.Text.Json.Serialization;

namespace TraceClient.Galtea;

/// <summary>A row of <c>/traces</c>: one span of a turn. All rows with one <see cref="InferenceResultId"/> are what this SDK calls a trace.</summary>
public sealed record GalteaTrace
{
    /// <summary>The row's id; a client may have chosen it.</summary>
    public string? Id { get; init; }

    /// <summary>The turn that the step is part of.</summary>
    public string? InferenceResultId { get; init; }

    /// <summary>What the step is called.</summary>
    public string? Name { get; init; }

    /// <summary><c>SPAN</c>, <c>GENERATION</c>, <c>EVENT</c>, <c>AGENT</c>, <c>TOOL</c>, <c>CHAIN</c>, <c>RETRIEVER</c>, <c>EVALUATOR</c>, <c>EMBEDDING</c>, <c>GUARDRAIL</c> or null; another value is kept.</summary>
    public string? Type { get; init; }

    /// <summary>The type in old exports, where <c>LLM</c> and <c>CUSTOM</c> stand for generation and span; null in answers of the service.</summary>
    public string? NodeType { get; init; }

    /// <summary>What the step is for, up to 1 MB.</summary>
    public string? Description { get; init; }

    /// <summary>What the step was given: any JSON, up to 10 MB.</summary>
    public JsonPayload InputData { get; init; }

    /// <summary>What the step gave back: any JSON, up to 10 MB.</summary>
    public JsonPayload OutputData { get; init; }

    /// <summary>Why the step failed, a string as a rule; JSON null when it did not.</summary>
    public JsonPayload Error { get; init; }

    /// <summary>How long the step took, in milliseconds. It can be there without times, and the reverse.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>What else is known of the step, token counts and the model among it: any JSON, an object as a rule.</summary>
    public JsonPayload Metadata { get; init; }

    /// <summary>The <see cref="Id"/> of the step that this one is part of; null for a root. It can name a row that is not there.</summary>
    public string? ParentTraceId { get; init; }

    /// <summary>When the step began.</summary>
    public GalteaTime? StartTime { get; init; }

    /// <summary>When the step ended.</summary>
    public GalteaTime? EndTime { get; init; }

    /// <summary>When the service took the row in.</summary>
    public GalteaTime? CreatedAt { get; init; }

    /// <summary>When the row was deleted; null for one that was not.</summary>
    public GalteaTime? DeletedAt { get; init; }

    /// <summary>Members that this type does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The row's id; its data are not shown.</summary>
    public override string ToString() => $"Galtea trace {Id}";
}
