namespace TraceClient.Tool;

/// <summary>What an export came to.</summary>
/// <param name="Traces">How many traces went out.</param>
/// <param name="Spans">How many spans went out, those included that a collector rejected.</param>
internal sealed record ExportOutcome(long Traces, long Spans)
{
    /// <summary>How many traces had arrived in an earlier run.</summary>
    public long AlreadyDone { get; init; }

    /// <summary>How many spans a collector did not take.</summary>
    public long RejectedSpans { get; init; }

    /// <summary>What a collector said.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Sources and traces that could not be read.</summary>
    public IReadOnlyList<SourceFailure> Failures { get; init; } = [];

    public string Describe(ExportTarget target) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Traces:N0} traces, {Spans:N0} spans to {target}{(AlreadyDone > 0 ? $"; {AlreadyDone:N0} were there already" : "")}");
}
