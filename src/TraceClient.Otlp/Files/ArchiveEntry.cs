namespace TraceClient.Otlp;

/// <summary>A trace in one file: what a list says of it, and where its spans stand.</summary>
internal sealed class ArchiveEntry(ArchiveSummary summary)
{
    public ArchiveSummary Summary { get; } = summary;

    public List<ArchivePlace> Places { get; } = [];

    public void AddPlace(ArchivePlace place)
    {
        if (Places.Count == 0 || Places[^1] != place)
            Places.Add(place);
    }
}
