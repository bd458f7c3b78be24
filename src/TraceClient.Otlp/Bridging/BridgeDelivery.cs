using System.Runtime.ExceptionServices;

namespace TraceClient.Otlp;

/// <summary>Sends what was read, and enters it as done once the collector has taken all of it. Used by one thread at a time.</summary>
/// <param name="stream">The way to the collector.</param>
/// <param name="readAgain">Reads a trace that was read before; null when its source has failed meanwhile.</param>
/// <param name="digest">Compares a trace with what was sent of it.</param>
/// <param name="options">The pace.</param>
/// <param name="counters">Counts what happens.</param>
/// <param name="save">Writes the checkpoint.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class BridgeDelivery(
    ExportStream stream,
    Func<BridgeCandidate, CancellationToken, Task<BridgeRead?>> readAgain,
    TraceDigest digest,
    OtlpBridgeOptions options,
    ReplicationCounters counters,
    Action save,
    TimeProvider timeProvider)
{
    private const int MostUnsaved = 10_000;

    // A trace that the collector cannot read is one thing, a collector that takes nothing another.
    private const int MostRefusedInARow = 10;

    // Where reading is slow, a batch that is not full must not wait for long: what it holds is lost work when the bridge is stopped.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly List<Arrival> _waiting = [];
    private long _waitingSince;
    private long _savedAt = timeProvider.GetTimestamp();
    private int _unsaved;
    private int _refusedInARow;

    /// <summary>Takes a trace, and waits while a batch that it fills is on its way.</summary>
    /// <exception cref="TraceClientException">The collector did not take a batch.</exception>
    public async Task AddAsync(BridgeRead read, CancellationToken cancellationToken)
    {
        if (read.Error is not null)
            Fail(read.Candidate, read.Error);
        else if (read.Trace is null)
            Lose(read.Candidate);
        else
            await SendAsync(read.Candidate, read.Trace, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends what waits.</summary>
    /// <exception cref="TraceClientException">The collector did not take it.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await stream.SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TraceValidationException refusal)
        {
            await SendAloneAsync(refusal, cancellationToken).ConfigureAwait(false);
            return;
        }

        EnterWaiting();
    }

    private async Task SendAsync(BridgeCandidate candidate, Trace trace, CancellationToken cancellationToken)
    {
        var arrival = Arrive(candidate, trace);
        if (arrival.IsUnchanged)
        {
            Enter(arrival);
            return;
        }

        var before = stream.Counters.Batches;
        TraceClientException? error;
        try
        {
            error = await stream.AddAsync(trace, cancellationToken).ConfigureAwait(false);
        }
        catch (TraceValidationException refusal)
        {
            if (stream.Counters.Batches > before)
                EnterWaiting();
            _waiting.Add(arrival);
            await SendAloneAsync(refusal, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (stream.Counters.Batches > before)
            EnterWaiting();
        if (error is not null)
        {
            Fail(candidate, error);
            return;
        }

        if (_waiting.Count == 0)
            _waitingSince = timeProvider.GetTimestamp();
        _waiting.Add(arrival);
        if (stream.IsEmpty || timeProvider.GetElapsedTime(_waitingSince) >= LongestWait)
            await EndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the traces of a refused batch one by one, so that only those fail that the collector cannot read.</summary>
    private async Task SendAloneAsync(TraceValidationException refusal, CancellationToken cancellationToken)
    {
        BridgeCandidate[] refused = [.. _waiting.Select(arrival => arrival.Candidate)];
        _waiting.Clear();
        if (refused is [var only])
        {
            Refuse(only, refusal);
            return;
        }

        foreach (var candidate in refused)
        {
            if (await readAgain(candidate, cancellationToken).ConfigureAwait(false) is not { } read)
                continue;
            await AddAsync(read, cancellationToken).ConfigureAwait(false);
            await EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Refuse(BridgeCandidate candidate, TraceValidationException refusal)
    {
        Fail(candidate, refusal);

        // One that was refused by an earlier run says nothing new of the collector.
        if (candidate.Open?.Error is null && ++_refusedInARow >= MostRefusedInARow)
            ExceptionDispatchInfo.Throw(refusal);
    }

    private void EnterWaiting()
    {
        if (_waiting.Count > 0)
            _refusedInARow = 0;
        foreach (var arrival in _waiting)
        {
            counters.Exported++;
            Enter(arrival);
        }

        _waiting.Clear();
        if (_unsaved >= MostUnsaved || (_unsaved > 0 && timeProvider.GetElapsedTime(_savedAt) >= options.CheckpointInterval))
        {
            save();
            (_unsaved, _savedAt) = (0, timeProvider.GetTimestamp());
        }
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

    private void Lose(BridgeCandidate candidate)
    {
        counters.Gone++;
        counters.Succeeded(candidate.Reference);
        candidate.Progress.Gone(candidate);
    }

    private void Fail(BridgeCandidate candidate, TraceClientException error)
    {
        counters.Failed(candidate.Reference, error);
        var now = Now();
        var since = candidate.Open is { Error: not null, Since: var first } ? first : now;
        candidate.Progress.Open(candidate,
            new OpenTrace(candidate.RecordedAt, since, candidate.Open?.Digest, error.GetType().Name) { Due = NextRead(now, since) });
    }

    /// <summary>What a trace is once it has arrived: done, or to be read again.</summary>
    private Arrival Arrive(BridgeCandidate candidate, Trace trace)
    {
        var now = Now();
        var limit = trace.IsComplete ? options.QuietPeriod : options.GiveUpAfter;
        var end = trace.EndTime?.UnixNanoseconds ?? candidate.RecordedAt;
        if (candidate.Open is null && (end is { } ended ? IsPast(ended, limit, now) : trace.IsComplete))
            return new Arrival(candidate, Open: null, IsUnchanged: false);

        var content = digest.Of(trace);
        var isUnchanged = content == candidate.Open?.Digest;
        var since = isUnchanged ? candidate.Open!.Since : now;
        if (IsPast(end ?? since, limit, now) || IsPast(since, limit, now))
            return new Arrival(candidate, Open: null, isUnchanged);
        var due = trace.IsComplete ? Math.Max(end ?? since, since) + Nanoseconds(limit) : NextRead(now, since);
        return new Arrival(candidate, new OpenTrace(candidate.RecordedAt, since, content, Error: null) { Due = due }, isUnchanged);
    }

    private static bool IsPast(long time, TimeSpan limit, long now) => (Int128)now - time >= Nanoseconds(limit);

    // The longer nothing new came, the longer it is until the next read.
    private static long NextRead(long now, long since) => now + ((now - since) / 8);

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private long Now() => TraceTimestamp.FromDateTimeOffset(timeProvider.GetUtcNow()).UnixNanoseconds;

    /// <summary>A trace that was read, and how it is entered when it has arrived.</summary>
    /// <param name="Candidate">The trace.</param>
    /// <param name="Open">What to keep of it; null when it is done.</param>
    /// <param name="IsUnchanged">Whether it has arrived before as it is.</param>
    private sealed record Arrival(BridgeCandidate Candidate, OpenTrace? Open, bool IsUnchanged);
}
