namespace TraceClient.Replication;

/// <summary>Represents the result of a replication since its start.</summary>
public sealed record ReplicationResult
{
    /// <summary>Gets the number of traces in the lists of the sources.</summary>
    /// <remarks>Time ranges that an earlier run completed are not listed again.</remarks>
    public long Listed { get; init; }

    /// <summary>Gets the number of traces that the sink stored.</summary>
    /// <remarks>A trace that is written again counts again.</remarks>
    public long Written { get; init; }

    /// <summary>Gets the number of listed traces that were skipped, since they were written before.</summary>
    public long AlreadyDone { get; init; }

    /// <summary>Gets the number of listed traces of other shares.</summary>
    public long OtherShards { get; init; }

    /// <summary>
    /// Gets the number of listed traces that <see cref="ReplicationOptions.Filter"/> excluded, or that were excluded since
    /// <see cref="ReplicationOptions.IncludeRequestTraces"/> is false.
    /// </summary>
    public long FilteredOut { get; init; }

    /// <summary>Gets the number of listed traces that no longer existed when they were read.</summary>
    public long Gone { get; init; }

    /// <summary>Gets the number of traces that were written but can still grow.</summary>
    /// <remarks>The next pass, or the next run with the same checkpoint, reads them again.</remarks>
    public long Unfinished { get; init; }

    /// <summary>Gets the number of traces that could not be copied so far, including those of earlier runs.</summary>
    public long Failed { get; init; }

    /// <summary>Gets the number of spans of the written traces, including those that the target rejected.</summary>
    public long Spans { get; init; }

    /// <summary>Gets the number of batches that the sink stored.</summary>
    public long Batches { get; init; }

    /// <summary>Gets the number of spans that the target reported as rejected. They are not written again.</summary>
    public long RejectedSpans { get; init; }

    /// <summary>Gets the number of passes over all sources.</summary>
    public long Passes { get; init; }

    /// <summary>Gets the different messages of the target, 100 at most.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Gets the first 100 traces that this run could not copy.</summary>
    public IReadOnlyList<ReplicationFailure> Failures { get; init; } = [];

    /// <summary>Gets the sources that failed in the latest pass.</summary>
    public IReadOnlyList<SourceFailure> SourceFailures { get; init; } = [];

    /// <summary>Returns the numbers other than 0.</summary>
    /// <returns>A line of text.</returns>
    public override string ToString()
    {
        (long Count, string Word)[] rest =
        [
            (RejectedSpans, "spans rejected"), (AlreadyDone, "there before"), (OtherShards, "of other shares"),
            (FilteredOut, "filtered out"), (Gone, "gone"),
            (Unfinished, "may still grow"), (Failed, "failed"),
        ];
        return string.Join(", ", [$"{Written} traces, {Spans} spans, {Batches} batches", .. rest.Where(one => one.Count > 0)
            .Select(one => $"{one.Count} {one.Word}")]);
    }
}
