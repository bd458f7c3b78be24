namespace TraceClient.Otlp;

/// <summary>What a bridge has come to, since it was started.</summary>
public sealed record OtlpBridgeResult
{
    /// <summary>How many traces the sources' lists had. Stretches of time that an earlier run has done are not listed again.</summary>
    public long Listed { get; init; }

    /// <summary>How many traces were read and sent, and every batch with a span of them got a response of success. One that grew and was sent again counts again.</summary>
    public long Exported { get; init; }

    /// <summary>How many of those listed were left out, since they have arrived before.</summary>
    public long AlreadyDone { get; init; }

    /// <summary>How many of those listed are other shares'.</summary>
    public long OtherShards { get; init; }

    /// <summary>How many of those listed <see cref="OtlpBridgeOptions.Filter"/> left out.</summary>
    public long FilteredOut { get; init; }

    /// <summary>How many were gone by the time they were to be read.</summary>
    public long Gone { get; init; }

    /// <summary>How many have arrived but may still grow: they are read again in the next pass, or the next run with the same checkpoint.</summary>
    public long Unfinished { get; init; }

    /// <summary>How many could not be moved so far, those of earlier runs included.</summary>
    public long Failed { get; init; }

    /// <summary>How many spans were sent, those included that the collector rejected.</summary>
    public long Spans { get; init; }

    /// <summary>How many requests carried them, retries not counted.</summary>
    public long Batches { get; init; }

    /// <summary>How many of the spans the collector said it rejected. They are not sent again.</summary>
    public long RejectedSpans { get; init; }

    /// <summary>How many times all sources were gone through.</summary>
    public long Passes { get; init; }

    /// <summary>What the collector said: see <see cref="OtlpExportResult.Messages"/>.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>The traces that this run could not move; the first 100 of them.</summary>
    public IReadOnlyList<OtlpBridgeFailure> Failures { get; init; } = [];

    /// <summary>The sources that could not be gone through to the end, in the latest pass.</summary>
    public IReadOnlyList<SourceFailure> SourceFailures { get; init; } = [];

    /// <summary>The numbers in a line, as far as they are not 0.</summary>
    public override string ToString()
    {
        (long Count, string Word)[] rest =
        [
            (RejectedSpans, "spans rejected"), (AlreadyDone, "there before"), (OtherShards, "of other shares"), (FilteredOut, "filtered out"), (Gone, "gone"),
            (Unfinished, "may still grow"), (Failed, "failed"),
        ];
        return string.Join(", ", [$"{Exported} traces, {Spans} spans, {Batches} batches", .. rest.Where(one => one.Count > 0).Select(one => $"{one.Count} {one.Word}")]);
    }
}
