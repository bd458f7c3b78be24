using System.Runtime.ExceptionServices;

namespace TraceClient.Replication;

/// <summary>Writes the traces that were read to the sink, in batches, and records them as done once the sink has stored them.</summary>
/// <remarks>It is used by one thread at a time.</remarks>
/// <param name="sink">The sink.</param>
/// <param name="options">The options.</param>
/// <param name="counters">Counts what happens.</param>
/// <param name="checkpoint">The checkpoint; null for none.</param>
/// <param name="sources">The progress of all sources.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SinkWriter(
    ITraceSink sink, ReplicationOptions options, ReplicationCounters counters, ICheckpoint? checkpoint,
    IReadOnlyList<SourceProgress> sources, TimeProvider timeProvider)
{
    private const int MostUnsaved = 10_000;

    // A trace that the target cannot store is one thing, a target that stores none another.
    private const int MostRefusedInARow = 10;

    // The first batches and checkpoints come early, so that a run that is killed soon makes progress too.
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(250);

    private readonly List<Arrival> _batch = [];
    private TimeSpan _batchMaxAge = Min(FirstInterval, options.BatchMaxAge);
    private TimeSpan _saveInterval = Min(FirstInterval, options.CheckpointInterval);
    private long _batchSpans;
    private long _batchSince;
    private long? _savedAt;
    private int _unsaved;
    private int _refusedInARow;

    /// <summary>Gets the time until the current batch is due; null if it is empty.</summary>
    public TimeSpan? TimeUntilDue
    {
        get
        {
            if (_batch.Count == 0)
                return null;
            var left = _batchMaxAge - timeProvider.GetElapsedTime(_batchSince);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Adds a trace, and writes each batch that it fills.</summary>
    /// <exception cref="TraceClientException">The sink accepted nothing.</exception>
    public async Task AddAsync(TraceRead read, CancellationToken cancellationToken)
    {
        if (read.Error is not null)
            Fail(read.Candidate, read.Error);
        else if (read.Trace is null)
            Lose(read.Candidate);
        else
            await AddAsync(Arrive(read.Candidate, read.Trace), cancellationToken).ConfigureAwait(false);

        // Where reading is slow, a batch that is not full must not wait for long: its traces are lost work when the process is killed.
        if (TimeUntilDue == TimeSpan.Zero)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the current batch.</summary>
    /// <exception cref="TraceClientException">The sink accepted nothing.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
            return;
        Arrival[] batch = [.. _batch];
        _batch.Clear();
        _batchSpans = 0;
        _batchMaxAge = Min(2 * _batchMaxAge, options.BatchMaxAge);
        await WriteAsync(batch, cancellationToken).ConfigureAwait(false);

        var isDue = _savedAt is not { } savedAt || timeProvider.GetElapsedTime(savedAt) >= _saveInterval;
        if (_unsaved >= MostUnsaved || (_unsaved > 0 && isDue))
        {
            await SaveAsync(cancellationToken).ConfigureAwait(false);
            if (_savedAt is not null)
                _saveInterval = Min(2 * _saveInterval, options.CheckpointInterval);
            (_unsaved, _savedAt) = (0, timeProvider.GetTimestamp());
        }
    }

    /// <summary>Writes the checkpoint.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (checkpoint is not null)
            await checkpoint.SaveAsync(sources, cancellationToken).ConfigureAwait(false);
        foreach (var progress in sources)
            progress.Forget();
    }

    private async Task AddAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        if (arrival.IsUnchanged)
        {
            Enter(arrival);
            return;
        }

        if (_batchSpans + arrival.Trace.Spans.Count > options.MaxBatchSpans)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_batch.Count == 0)
            _batchSince = timeProvider.GetTimestamp();
        _batch.Add(arrival);
        _batchSpans += arrival.Trace.Spans.Count;
        if (_batch.Count >= options.BatchSize || _batchSpans >= options.MaxBatchSpans)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a batch, in halves if the sink refuses it, so that only those traces fail that the target cannot store.</summary>
    private async Task WriteAsync(ArraySegment<Arrival> batch, CancellationToken cancellationToken)
    {
        TraceSinkResult result;
        try
        {
            result = await WriteToSinkAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (TraceValidationException refusal)
        {
            if (batch.Count == 1)
            {
                Refuse(batch[0].Candidate, refusal);
                return;
            }

            var half = batch.Count / 2;
            await WriteAsync(batch[..half], cancellationToken).ConfigureAwait(false);
            await WriteAsync(batch[half..], cancellationToken).ConfigureAwait(false);
            return;
        }

        counters.Batch(result);
        var refused = result.Refused.DistinctBy(failure => failure.Reference).ToDictionary(failure => failure.Reference);
        var isAccepting = false;
        foreach (var arrival in batch.Where(arrival => !refused.ContainsKey(arrival.Trace.Reference)))
        {
            (isAccepting, _refusedInARow) = (true, 0);
            counters.Written(arrival.Trace);
            Enter(arrival);
        }

        foreach (var arrival in batch.Where(arrival => refused.ContainsKey(arrival.Trace.Reference)))
        {
            var error = refused[arrival.Trace.Reference].Exception;
            if (isAccepting)
                Fail(arrival.Candidate, error);
            else
                Refuse(arrival.Candidate, error);
        }
    }

    private async Task<TraceSinkResult> WriteToSinkAsync(ArraySegment<Arrival> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (checkpoint is SinkCheckpoint together)
        {
            await together.WriteAsync(batch, sources, cancellationToken).ConfigureAwait(false);
            return TraceSinkResult.Complete;
        }

        ReplicatedTrace[] traces = [.. batch.Select(arrival => arrival.ToReplicated())];
        return await SinkErrors.WrapAsync(sink, () => sink.WriteAsync(traces, cancellationToken), cancellationToken).ConfigureAwait(false)
            ?? throw new TraceClientException($"The sink {sink.Target} returned no result.");
    }

    private void Refuse(TraceCandidate candidate, TraceClientException refusal)
    {
        Fail(candidate, refusal);

        // What the target did not receive, such as a span that is too large, and what an earlier run failed at say nothing of the target.
        if (refusal is TraceApiException && candidate.Open?.Error is null && ++_refusedInARow >= MostRefusedInARow)
            ExceptionDispatchInfo.Throw(refusal);
    }

    private void Enter(Arrival arrival)
    {
        _unsaved++;
        counters.Succeeded(arrival.Candidate.Reference);
        if (arrival.Open is { } open)
            arrival.Candidate.Progress.Open(arrival.Candidate, open);
        else
            arrival.Candidate.Progress.Done(arrival.Candidate);
    }

    private void Lose(TraceCandidate candidate)
    {
        counters.Gone++;
        counters.Succeeded(candidate.Reference);
        candidate.Progress.Gone(candidate);
    }

    private void Fail(TraceCandidate candidate, TraceClientException error)
    {
        _unsaved++;
        counters.Failed(candidate.Reference, error);
        var now = Now();
        var since = candidate.Open is { Error: not null, Since: var first } ? first : now;
        candidate.Progress.Open(candidate,
            new OpenTrace(candidate.RecordedAt, since, candidate.Open?.Digest, error.GetType().Name) { Due = NextRead(now, since) });
    }

    /// <summary>Returns how a trace is recorded once it is written: done, or to be read again.</summary>
    private Arrival Arrive(TraceCandidate candidate, Trace trace)
    {
        var now = Now();
        var limit = trace.IsComplete ? options.QuietPeriod : options.GiveUpAfter;
        var end = trace.EndTime?.UnixNanoseconds ?? candidate.RecordedAt;
        if (candidate.Open is null && (end is { } ended ? IsPast(ended, limit, now) : trace.IsComplete))
            return new Arrival(candidate, trace, Open: null, IsUnchanged: false);

        var content = TraceDigest.Of(trace);
        var isUnchanged = content is not null && content == candidate.Open?.Digest;
        var since = isUnchanged ? candidate.Open!.Since : now;
        if (IsPast(end ?? since, limit, now) || IsPast(since, limit, now))
            return new Arrival(candidate, trace, Open: null, isUnchanged);
        var due = trace.IsComplete ? Math.Max(end ?? since, since) + Nanoseconds(limit) : NextRead(now, since);
        return new Arrival(candidate, trace, new OpenTrace(candidate.RecordedAt, since, content, Error: null) { Due = due }, isUnchanged);
    }

    private static TimeSpan Min(TimeSpan first, TimeSpan second) => first < second ? first : second;

    private static bool IsPast(long time, TimeSpan limit, long now) => (Int128)now - time >= Nanoseconds(limit);

    // The longer nothing changed, the longer it is until the next read.
    private static long NextRead(long now, long since) => now + ((now - since) / 8);

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private long Now() => TraceTimestamp.FromDateTimeOffset(timeProvider.GetUtcNow()).UnixNanoseconds;
}

/// <summary>A trace that was read, and how it is recorded once it is written.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Trace">The trace.</param>
/// <param name="Open">What to keep of it; null when it is done.</param>
/// <param name="IsUnchanged">Whether it was written before as it is.</param>
internal sealed record Arrival(TraceCandidate Candidate, Trace Trace, OpenTrace? Open, bool IsUnchanged)
{
    /// <summary>Returns what the sink is to store.</summary>
    public ReplicatedTrace ToReplicated() =>
        new(Trace, Candidate.RecordedAt is { } recordedAt ? new TraceTimestamp(recordedAt) : null);
}
