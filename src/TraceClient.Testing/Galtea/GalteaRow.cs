namespace TraceClient.Testing;

/// <summary>A row of <c>/traces</c>, with the members that filters read. Times are ticks.</summary>
internal sealed record GalteaRow(
    long Index, string Id, string InferenceResultId, string Name, string? Type, long? StartTime, long CreatedAt, JsonMembers? Raw);
