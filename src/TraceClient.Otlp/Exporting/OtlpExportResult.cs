namespace TraceClient.Otlp;

/// <summary>Represents the result of an export, of which all batches had a success response.</summary>
public sealed record OtlpExportResult
{
    /// <summary>Gets the number of traces that were sent. A trace without spans is sent as one placeholder span.</summary>
    public long Traces { get; init; }

    /// <summary>Gets the number of spans that were sent, including those that the collector rejected.</summary>
    public long Spans { get; init; }

    /// <summary>Gets the number of requests, without retries.</summary>
    public long Batches { get; init; }

    /// <summary>Gets the number of spans that the collector reported as rejected. They are not sent again.</summary>
    public long RejectedSpans { get; init; }

    /// <summary>
    /// Gets the messages of the collector about batches that it accepted in part or with a warning, and about responses that are invalid.
    /// </summary>
    /// <remarks>
    /// There are at most 100 different messages of at most 500 characters, without tokens and e-mail addresses.
    /// </remarks>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Returns the numbers.</summary>
    /// <returns>A line of text.</returns>
    public override string ToString() => $"{Traces} traces, {Spans} spans, {Batches} batches, {RejectedSpans} spans rejected";
}
