namespace TraceClient.Otlp;

/// <summary>A trace in one file: its summary, and the locations of its spans.</summary>
internal sealed class ArchiveEntry
{
    public ArchiveSummary Summary { get; } = new();

    public List<ArchiveLocation> Places { get; } = new(1);

    /// <summary>Gets whether the current piece has spans of the trace.</summary>
    public bool IsInPiece { get; set; }

    /// <summary>Ends a piece that has spans of the trace.</summary>
    public void AddPlace(ArchiveLocation place)
    {
        IsInPiece = false;
        if (Places.Count == 0 || Places[^1] != place)
            Places.Add(place);
    }
}
