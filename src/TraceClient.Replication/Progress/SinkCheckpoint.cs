namespace TraceClient.Replication;

/// <summary>The checkpoint that a sink stores together with the traces.</summary>
internal sealed class SinkCheckpoint : ICheckpoint
{
    private const string Target = "sink";

    private readonly ICheckpointedTraceSink _sink;
    private readonly CheckpointJob _job;
    private readonly Dictionary<string, SourceCheckpoint> _sources;
    private byte[] _written;

    private SinkCheckpoint(ICheckpointedTraceSink sink, CheckpointJob job, Dictionary<string, SourceCheckpoint> sources, byte[] written) =>
        (_sink, _job, _sources, _written) = (sink, job, sources, written);

    /// <summary>Reads the checkpoint of a job.</summary>
    /// <exception cref="CheckpointException">It is damaged or of another version.</exception>
    public static async Task<SinkCheckpoint> OpenAsync(ICheckpointedTraceSink sink, CheckpointJob job, CancellationToken cancellationToken)
    {
        // Where the target is does not matter: the checkpoint is in it.
        job = job with { Target = Target };
        var utf8 = await SinkErrors.WrapAsync(
            sink, () => sink.ReadCheckpointAsync(job.Selection, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (utf8.IsEmpty)
            return new SinkCheckpoint(sink, job, new Dictionary<string, SourceCheckpoint>(StringComparer.Ordinal), []);
        var checkpoint = Checkpoint.Parse(utf8.Span, $"The checkpoint in {sink.Target}", job);
        return new SinkCheckpoint(
            sink, job, new Dictionary<string, SourceCheckpoint>(checkpoint.Sources, StringComparer.Ordinal), utf8.ToArray());
    }

    public SourceCheckpoint Of(string source) => _sources.GetValueOrDefault(source) ?? SourceCheckpoint.New;

    /// <summary>Writes traces, and the checkpoint that has them as done.</summary>
    public async Task WriteAsync(
        IReadOnlyList<Arrival> batch, IReadOnlyList<SourceProgress> sources, CancellationToken cancellationToken)
    {
        var bySource = batch.GroupBy(arrival => arrival.Candidate.Progress).ToDictionary(
            group => group.Key, group => group.ToDictionary(arrival => arrival.Candidate.Reference.Id, StringComparer.Ordinal));
        var next = new Dictionary<string, SourceCheckpoint>(_sources, StringComparer.Ordinal);
        foreach (var progress in sources)
            next[progress.Source] = progress.ToCheckpoint(bySource.GetValueOrDefault(progress));
        var utf8 = Checkpoint.ToUtf8(_job, next);
        if (batch.Count == 0 && utf8.AsSpan().SequenceEqual(_written))
            return;
        ReplicatedTrace[] traces = [.. batch.Select(arrival => arrival.ToReplicated())];
        await SinkErrors.WrapAsync(
            _sink, () => _sink.WriteAsync(traces, _job.Selection, utf8, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var (source, checkpoint) in next)
            _sources[source] = checkpoint;
        _written = utf8;
    }

    public Task SaveAsync(IReadOnlyList<SourceProgress> sources, CancellationToken cancellationToken) =>
        WriteAsync([], sources, cancellationToken);
}

/// <summary>Represents the place where the progress of a run is kept.</summary>
internal interface ICheckpoint
{
    /// <summary>Gets what is known of a source.</summary>
    SourceCheckpoint Of(string source);

    /// <summary>Writes what is known now. Sources that are not part of it stay as they were.</summary>
    Task SaveAsync(IReadOnlyList<SourceProgress> sources, CancellationToken cancellationToken);
}
