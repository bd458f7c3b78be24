namespace TraceClient.Tool;

/// <summary>Represents the result of an export.</summary>
/// <param name="Traces">The number of exported traces.</param>
/// <param name="Spans">The number of exported spans, including rejected ones.</param>
internal sealed record ExportResult(long Traces, long Spans)
{
    /// <summary>Gets the number of traces that a previous run exported.</summary>
    public long AlreadyDone { get; init; }

    /// <summary>Gets the number of spans that the collector rejected.</summary>
    public long RejectedSpans { get; init; }

    /// <summary>Gets the messages of the collector.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Gets the failures of sources and traces that could not be read.</summary>
    public IReadOnlyList<SourceFailure> Failures { get; init; } = [];

    public string Describe(ExportTarget target) => string.Create(
        CultureInfo.InvariantCulture,
        $"Exported {Traces:N0} traces with {Spans:N0} spans to {target}."
            + $"{(AlreadyDone > 0 ? $" {AlreadyDone:N0} traces were exported before." : "")}");
}
