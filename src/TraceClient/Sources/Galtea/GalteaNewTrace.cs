namespace TraceClient.Galtea;

/// <summary>A row to be written to <c>/traces</c>. A member that is null is not sent.</summary>
public sealed record GalteaNewTrace
{
    /// <summary>The turn that the step is part of.</summary>
    public required string InferenceResultId { get; init; }

    /// <summary>What the step is called; not empty.</summary>
    public required string Name { get; init; }

    /// <summary>An id of your own, so that children can name it before the service has answered.</summary>
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
