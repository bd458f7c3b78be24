namespace TraceClient.Testing;

/// <summary>One row of <c>/traces</c>, as far as filters look at it. Times are ticks.</summary>
internal sealed record GalteaRow(
    long Index, string Id, string InferenceResultId, string Name, string? Type, long? StartTime, long CreatedAt, JsonMembers? Raw);
