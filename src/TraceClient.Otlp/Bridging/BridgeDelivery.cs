namespace TraceClient.Otlp;

/// <summary>Sends what was read, and enters it as done once the collector has taken all of it. Used by one thread at a time.</summary>
internal sealed class BridgeDelivery(
    ExportStream stream, TraceDigest digest, OtlpBridgeOptions options, BridgeTally tally, Action save, TimeProvider timeProvider)
{
    private const int MostUnsaved = 10_000;

    // Where reading is slow, a batch that is not full must not wait for long: what it holds is lost work when the bridge is stopped.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly List<Arrival> _waiting = [];
    private long _waitingSince;
    private long _savedAt = timeProvider.GetTimestamp();
    private int _unsaved;

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
        await stream.SendAsync(cancellationToken).ConfigureAwait(false);
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

        var before = stream.Tally.Batches;
        var error = await stream.AddAsync(trace, cancellationToken).ConfigureAwait(false);
        if (stream.Tally.Batches > before)
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

    private void EnterWaiting()
    {
        foreach (var arrival in _waiting)
        {
            tally.Exported++;
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
        tally.Succeeded(arrival.Candidate.Reference);
        if (arrival.Open is { } open)
            arrival.Candidate.Ledger.Open(arrival.Candidate, open);
        else
            arrival.Candidate.Ledger.Done(arrival.Candidate);
    }

    private void Lose(BridgeCandidate candidate)
    {
        tally.Gone++;
        tally.Succeeded(candidate.Reference);
        candidate.Ledger.Gone(candidate);
    }

    private void Fail(BridgeCandidate candidate, TraceClientException error)
    {
        tally.Failed(candidate.Reference, error);
        var now = Now();
        var since = candidate.Open is { Error: not null, Since: var first } ? first : now;
        candidate.Ledger.Open(candidate, new OpenTrace(candidate.RecordedAt, since, candidate.Open?.Digest, error.GetType().Name) { Due = NextLook(now, since) });
    }

    /// <summary>What a trace is once it has arrived: done, or to be looked at again.</summary>
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
        var due = trace.IsComplete ? Math.Max(end ?? since, since) + Nanoseconds(limit) : NextLook(now, since);
        return new Arrival(candidate, new OpenTrace(candidate.RecordedAt, since, content, Error: null) { Due = due }, isUnchanged);
    }

    private static bool IsPast(long time, TimeSpan limit, long now) => (Int128)now - time >= Nanoseconds(limit);

    // The longer nothing new came, the longer it is until the next look.
    private static long NextLook(long now, long since) => now + ((now - since) / 8);

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private long Now() => TraceTimestamp.FromDateTimeOffset(timeProvider.GetUtcNow()).UnixNanoseconds;

    /// <summary>A trace that was read, and how it is entered when it has arrived.</summary>
    /// <param name="Candidate">The trace.</param>
    /// <param name="Open">What to keep of it; null when it is done.</param>
    /// <param name="IsUnchanged">Whether it has arrived before as it is.</param>
    private sealed record Arrival(BridgeCandidate Candidate, OpenTrace? Open, bool IsUnchanged);
}
