using System.Collections.Frozen;

namespace TraceClient.Replication;

/// <summary>Represents how far the traces of one source have been copied. A trace is done only after
/// the sink has stored all of it. Instances are thread-safe.</summary>
/// <remarks>
/// What is kept does not grow with the number of traces: those of a stretch of time in which all that was listed is done are forgotten, and
/// the stretch is kept. Named are only those outside of it: what is under way, the latest, the unfinished and the failed.
/// </remarks>
internal sealed class SourceProgress
{
    private readonly TimeSpan _overlap;
    private readonly Dictionary<string, long?> _done;
    private readonly Dictionary<string, OpenTrace> _open;
    private readonly Dictionary<string, long?> _underWay = new(StringComparer.Ordinal);
    private readonly List<SourceWalk> _walks = [];
    private TimeRanges _settled = TimeRanges.None;
    private bool _mayHaveUndated;
    private bool _hasReadAll;
    private int _failed;

    public SourceProgress(string source, SourceCheckpoint saved, TimeSpan overlap)
    {
        Source = source;
        _overlap = overlap;
        _mayHaveUndated = saved.MayHaveUndated;
        foreach (var range in saved.Settled)
            _settled = _settled.With(range);
        _done = new(saved.Done, StringComparer.Ordinal);
        _open = new(saved.Open, StringComparer.Ordinal);
        _failed = _open.Values.Count(open => open.Error is not null);
    }

    public string Source { get; }

    public (long Unfinished, long Failed) Counts
    {
        get
        {
            lock (_underWay)
                return (_open.Count - _failed, _failed);
        }
    }

    /// <summary>Begins a pass.</summary>
    /// <param name="query">The query of the run.</param>
    /// <param name="now">This machine's time.</param>
    /// <returns>The lists to read, the newest first.</returns>
    public IReadOnlyList<SourceWalk> BeginPass(TraceQuery query, long now)
    {
        lock (_underWay)
        {
            // Traces without a time stand in no list of a range of times. So a list without a range is read as a whole, once a run, until
            // it is known to have no such traces; else only what is missing of it is read.
            var whole = TimeRange.Of(query);
            IReadOnlyList<TimeRange> ranges = whole == TimeRange.All && _mayHaveUndated && !_hasReadAll ? [whole] : _settled.GapsIn(whole);
            return [.. ranges.Select(range => new SourceWalk(range, isNewest: range.To == whole.To, now, _overlap))];
        }
    }

    /// <summary>Enters that a list is being read.</summary>
    public void Begin(SourceWalk walk)
    {
        lock (_underWay)
            _walks.Add(walk);
    }

    /// <summary>Takes on a trace that was listed.</summary>
    /// <returns>True for one that is to be copied, which is under way from now on; false for one that is known.</returns>
    public bool Claim(TraceSummary summary)
    {
        var time = summary.RecordedAt?.UnixNanoseconds;
        lock (_underWay)
        {
            // Compared is with what was settled before this pass: a list that is out of order loses nothing while it is read.
            if ((time is { } at && _settled.Contains(at)) || _done.ContainsKey(summary.Id) || _open.ContainsKey(summary.Id))
                return false;
            return _underWay.TryAdd(summary.Id, time);
        }
    }

    /// <summary>Enters how far a list has come. All that stands in it before,
    /// and the trace itself, has been taken on or left out by then.</summary>
    public void Saw(SourceWalk walk, TraceSummary summary)
    {
        lock (_underWay)
            walk.Saw(summary.RecordedAt?.UnixNanoseconds);
    }

    /// <summary>Enters that a list has come to its end.</summary>
    public void Complete(SourceWalk walk)
    {
        lock (_underWay)
        {
            walk.IsComplete = true;
            if (walk.Range == TimeRange.All)
                (_mayHaveUndated, _hasReadAll) = (walk.HasUndated, true);
        }
    }

    /// <summary>Gets the traces that are due to be read again.</summary>
    public IReadOnlyList<TraceCandidate> Due(long now)
    {
        lock (_underWay)
        {
            return
            [
                .. from open in _open
                   where open.Value.Due <= now
                   select new TraceCandidate(this, new TraceReference(Source, open.Key), open.Value.RecordedAt, open.Value),
            ];
        }
    }

    /// <summary>Enters that a trace is done.</summary>
    public void Done(TraceCandidate candidate)
    {
        lock (_underWay)
        {
            Leave(candidate);
            _done[candidate.Reference.Id] = candidate.RecordedAt;
        }
    }

    /// <summary>Enters that a trace is to be read again.</summary>
    public void Open(TraceCandidate candidate, OpenTrace open)
    {
        lock (_underWay)
        {
            Leave(candidate);
            _open[candidate.Reference.Id] = open;
            _failed += open.Error is null ? 0 : 1;
        }
    }

    /// <summary>Enters that the source no longer has a trace.</summary>
    public void Gone(TraceCandidate candidate)
    {
        lock (_underWay)
            Leave(candidate);
    }

    /// <summary>Ends a pass. What was left under way, since it was stopped, is listed again by the next one.</summary>
    public void EndPass()
    {
        lock (_underWay)
        {
            _settled = SettledNow();
            _walks.Clear();
            _underWay.Clear();
            Forget(_settled);
        }
    }

    /// <summary>Forgets the names that stand for nothing more.</summary>
    public void Forget()
    {
        lock (_underWay)
            Forget(SettledNow());
    }

    /// <summary>Returns what is to be kept.</summary>
    /// <param name="written">Traces that are entered only after the checkpoint, since both are written in one transaction.</param>
    public SourceCheckpoint ToCheckpoint(IReadOnlyDictionary<string, Arrival>? written = null)
    {
        lock (_underWay)
        {
            var settled = SettledNow(written);
            var done = new Dictionary<string, long?>(StringComparer.Ordinal);
            var open = new Dictionary<string, OpenTrace>(_open, StringComparer.Ordinal);
            foreach (var (id, arrival) in written ?? FrozenDictionary<string, Arrival>.Empty)
            {
                open.Remove(id);
                if (arrival.Open is not null)
                    open[id] = arrival.Open;
                else
                    Keep(id, arrival.Candidate.RecordedAt);
            }

            foreach (var (id, time) in _done)
                Keep(id, time);
            return new SourceCheckpoint { MayHaveUndated = _mayHaveUndated, Settled = settled.All, Done = done, Open = open };

            void Keep(string id, long? time)
            {
                if (time is not { } at || !settled.Contains(at))
                    done[id] = time;
            }
        }
    }

    private void Leave(TraceCandidate candidate)
    {
        _underWay.Remove(candidate.Reference.Id);
        if (_open.Remove(candidate.Reference.Id, out var open) && open.Error is not null)
            _failed--;
    }

    /// <summary>What was settled before, and of each list the newer part in which nothing is under way.</summary>
    private TimeRanges SettledNow(IReadOnlyDictionary<string, Arrival>? written = null)
    {
        var settled = _settled;
        foreach (var listed in _walks.Select(walk => walk.Listed()))
        {
            var from = listed.From;
            foreach (var (id, time) in _underWay)
            {
                if (time >= from && time <= listed.To && written?.ContainsKey(id) != true)
                    from = time.Value == long.MaxValue ? long.MaxValue : time.Value + 1;
            }

            settled = settled.With(listed with { From = from });
        }

        return settled;
    }

    private void Forget(TimeRanges settled)
    {
        foreach (var (id, _) in _done.Where(done => done.Value is { } time && settled.Contains(time)).ToList())
            _done.Remove(id);
    }
}
