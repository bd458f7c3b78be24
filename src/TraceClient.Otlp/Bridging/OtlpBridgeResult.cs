namespace TraceClient.Otlp;

/// <summary>Represents what a bridge has moved since it was started.</summary>
public sealed record OtlpBridgeResult
{
    /// <summary>Gets the number of traces in the sources' lists. Stretches
    /// of time that an earlier run has done are not listed again.</summary>
    public long Listed { get; init; }

    /// <summary>Gets the number of traces that were sent, every batch with a span of them
    /// with a response of success. One that grew and was sent again counts again.</summary>
    public long Exported { get; init; }

    /// <summary>Gets the number of listed traces that were left out, since they have arrived before.</summary>
    public long AlreadyDone { get; init; }

    /// <summary>Gets the number of listed traces of other shares.</summary>
    public long OtherShards { get; init; }

    /// <summary>Gets the number of listed traces that <see cref="OtlpBridgeOptions.Filter"/> left out.</summary>
    public long FilteredOut { get; init; }

    /// <summary>Gets the number of traces that were gone by the time they were to be read.</summary>
    public long Gone { get; init; }

    /// <summary>Gets the number of traces that have arrived but may still grow: they are
    /// read again in the next pass, or the next run with the same checkpoint.</summary>
    public long Unfinished { get; init; }

    /// <summary>Gets the number of traces that could not be moved so far, those of earlier runs included.</summary>
    public long Failed { get; init; }

    /// <summary>Gets the number of spans that were sent, those included that the collector rejected.</summary>
    public long Spans { get; init; }

    /// <summary>Gets the number of requests that carried them, retries not counted.</summary>
    public long Batches { get; init; }

    /// <summary>Gets the number of spans that the collector said it rejected. They are not sent again.</summary>
    public long RejectedSpans { get; init; }

    /// <summary>Gets the number of passes over all sources.</summary>
    public long Passes { get; init; }

    /// <summary>Gets the messages of the collector: see <see cref="OtlpExportResult.Messages"/>.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Gets the traces that this run could not move; the first 100 of them.</summary>
    public IReadOnlyList<OtlpBridgeFailure> Failures { get; init; } = [];

    /// <summary>Gets the sources that could not be read to the end in the latest pass.</summary>
    public IReadOnlyList<SourceFailure> SourceFailures { get; init; } = [];

    /// <summary>The numbers in a line, as far as they are not 0.</summary>
    public override string ToString()
    {
        (long Count, string Word)[] rest =
        [
            (RejectedSpans, "spans rejected"), (AlreadyDone, "there before"), (OtherShards, "of other shares"),
            (FilteredOut, "filtered out"), (Gone, "gone"),
            (Unfinished, "may still grow"), (Failed, "failed"),
        ];
        return string.Join(", ", [$"{Exported} traces, {Spans} spans, {Batches} batches", .. rest.Where(one => one.Count > 0)
            .Select(one => $"{one.Count} {one.Word}")]);
    }
}
