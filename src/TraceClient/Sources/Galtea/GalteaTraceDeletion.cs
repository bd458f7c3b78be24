namespace TraceClient.Galtea;

/// <summary>Rows of <c>/traces</c> to be deleted in one request.</summary>
public sealed record GalteaTraceDeletion
{
    /// <summary>The rows' ids.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>The number of rows.</summary>
    public override string ToString() => $"{Ids.Count} Galtea traces";
}
