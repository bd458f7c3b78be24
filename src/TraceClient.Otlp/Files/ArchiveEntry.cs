namespace TraceClient.Otlp;

/// <summary>A trace in one file: what a list says of it, and where its spans stand.</summary>
internal sealed class ArchiveEntry
{
    public ArchiveSummary Summary { get; } = new();

    public List<ArchivePlace> Places { get; } = new(1);

    /// <summary>True while the piece that is read has spans of the trace.</summary>
    public bool IsInPiece { get; set; }

    /// <summary>Ends a piece that has spans of the trace.</summary>
    public void AddPlace(ArchivePlace place)
    {
        IsInPiece = false;
        if (Places.Count == 0 || Places[^1] != place)
            Places.Add(place);
    }
}
