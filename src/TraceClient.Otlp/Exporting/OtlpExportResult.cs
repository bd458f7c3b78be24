namespace TraceClient.Otlp;

/// <summary>Represents the result of an export. All of its batches got a response of success.</summary>
public sealed record OtlpExportResult
{
    /// <summary>Gets the number of traces that were sent; one without spans was sent as one span that stands for it.</summary>
    public long Traces { get; init; }

    /// <summary>Gets the number of spans that were sent, those included that the collector rejected.</summary>
    public long Spans { get; init; }

    /// <summary>Gets the number of requests that carried them, retries not counted.</summary>
    public long Batches { get; init; }

    /// <summary>Gets the number of spans that the collector said it rejected. They are not sent again.</summary>
    public long RejectedSpans { get; init; }

    /// <summary>
    /// Gets what the collector said about batches that it took in part or with a warning, and what could not be read of its responses:
    /// each text once, at most 100 of them, each of at most 500 characters, without tokens and e-mail addresses.
    /// </summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Returns the numbers in a line.</summary>
    public override string ToString() => $"{Traces} traces, {Spans} spans, {Batches} batches, {RejectedSpans} spans rejected";
}
