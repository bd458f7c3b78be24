namespace TraceClient.Testing;

/// <summary>A request or an agent's run of one outcome.</summary>
internal sealed class KubiyaScript(bool isTask, KubiyaData.Outcome outcome, KubiyaStep[] steps, KubiyaStep[] repeated, int repeatAt)
{
    public bool IsTask => isTask;

    public KubiyaData.Outcome Outcome => outcome;

    public Script<KubiyaStep> Spans { get; } = new(steps, repeated, repeatAt);
}

/// <summary>One span of a request or an agent's run. Texts are templates.</summary>
/// <param name="Name">The name of the span.</param>
/// <param name="Milliseconds">How long it takes, the spans below it not counted.</param>
/// <param name="Kind">The kind of the span.</param>
/// <param name="Attributes">JSON members.</param>
internal sealed record KubiyaStep(string Name, int Milliseconds, string Kind, string Attributes) : ScriptStep(Name, Milliseconds)
{
    /// <summary>The status message of a span that failed.</summary>
    public string? Error { get; init; }

    /// <summary>The type of the exception that was thrown; null where there was none.</summary>
    public string? Exception { get; init; }

    /// <summary>The name of an event that is no exception, and its attributes as JSON members.</summary>
    public (string Name, string Attributes)? Event { get; init; }
}
