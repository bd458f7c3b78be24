namespace TraceClient.Replication.Tests;

/// <summary>Keeps what a run reports.</summary>
internal sealed class ProgressList : IProgress<ReplicationResult>
{
    public List<ReplicationResult> All { get; } = [];

    public void Report(ReplicationResult value) => All.Add(value);
}
