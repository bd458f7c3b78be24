namespace TraceClient.Testing;

/// <summary>The steps of a request, or of an agent's run, with one outcome.</summary>
internal sealed class KubiyaScenario(bool isTask, KubiyaData.Outcome outcome, KubiyaStep[] steps, KubiyaStep[] repeated, int repeatAt)
{
    public bool IsTask => isTask;

    public KubiyaData.Outcome Outcome => outcome;

    public Scenario<KubiyaStep> Spans { get; } = new(steps, repeated, repeatAt);
}

/// <summary>One span of a scenario. Texts are templates.</summary>
/// <param name="Name">The name of the span.</param>
/// <param name="Milliseconds">The duration without the spans below it.</param>
/// <param name="Kind">The kind of the span.</param>
/// <param name="Attributes">The attributes as JSON members.</param>
internal sealed record KubiyaStep(string Name, int Milliseconds, string Kind, string Attributes) : ScenarioStep(Name, Milliseconds)
{
    /// <summary>Gets the status message of a failed span; null if the span succeeds.</summary>
    public string? Error { get; init; }

    /// <summary>Gets the type of the exception; null if there is none.</summary>
    public string? Exception { get; init; }

    /// <summary>Gets the name of an event other than an exception, and its attributes as JSON members; null if there is none.</summary>
    public (string Name, string Attributes)? Event { get; init; }
}
