namespace TraceClient.Tool;

/// <summary>The records of a step, the first of which the chunk had already when the pass began: the pass has not touched those.</summary>
internal readonly record struct ChunkRecords(IReadOnlyList<Record> All, int Known = 0)
{
    public IReadOnlyList<Record> New => Known == 0 ? All : [.. All.Skip(Known)];
}
