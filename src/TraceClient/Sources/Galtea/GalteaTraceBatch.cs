namespace TraceClient.Galtea;

/// <summary>Rows to be written to <c>/traces</c> in one request.</summary>
public sealed record GalteaTraceBatch
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<GalteaNewTrace> Traces { get; init; }

    /// <summary>The number of rows; their data are not shown.</summary>
    public override string ToString() => $"{Traces.Count} Galtea traces";
}
