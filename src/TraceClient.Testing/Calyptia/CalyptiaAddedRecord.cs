namespace TraceClient.Testing;

/// <summary>A record that was written while the simulator ran.</summary>
internal sealed record CalyptiaAddedRecord(string Id, long CreatedAt, JsonMembers Members);
