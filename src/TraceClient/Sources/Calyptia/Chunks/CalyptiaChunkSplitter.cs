namespace TraceClient.Calyptia;

/// <summary>Splits the events of one trace id that follow each other closely. One instance does it once.</summary>
internal sealed class CalyptiaChunkSplitter(TimeSpan gap)
{
    private readonly List<CalyptiaChunk> _chunks = [];
    private readonly List<CalyptiaEvent> _waiting = [];
    private readonly List<List<CalyptiaChunk>> _doubts = [];

    /// <summary>The chunks, by their first events.</summary>
    /// <param name="events">The events, oldest first.</param>
    public IEnumerable<CalyptiaChunk> Split(IEnumerable<CalyptiaEvent> events)
    {
        foreach (var next in events)
        {
            if (_waiting.Count > 0 && next.Time - _waiting[^1].Time > gap)
                SettleWaiting();

            if (next.Type == CalyptiaRecordType.Input)
                AddInput(next);
            else if (next.Type == CalyptiaRecordType.PreOutput)
                AddPreOutput(next);
            else if (next.IsOutput)
                AddOutput(next);
            else
                AddStep(next);
        }

        SettleWaiting();
        MarkDoubts();
        return _chunks.Count == 1 ? _chunks : _chunks.OrderBy(chunk => chunk.First, CalyptiaEvent.OldestFirst);
    }

    private void AddInput(CalyptiaEvent input)
    {
        var chunk = FindGrowing(input) ?? AddChunk(input.Instance);
        TakeWaiting(chunk);
        chunk.OpenPass = AddPass(chunk, [input]);
    }

    private void AddPreOutput(CalyptiaEvent preOutput)
    {
        var chunk = FindOpen(preOutput);
        if (chunk is not null)
        {
            chunk.OpenPass!.Steps.Add(preOutput);
            chunk.OpenPass.PreOutput = preOutput;
        }
        else
        {
            // Newer versions of Fluent Bit often leave the input's event out.
            chunk = FindGrowing(preOutput) ?? AddChunk(preOutput.Instance);
            var pass = AddPass(chunk, [.. _waiting, preOutput]);
            _waiting.Clear();
            pass.PreOutput = preOutput;
        }

        chunk.OpenPass = null;
        chunk.LastPreOutput = preOutput;
        chunk.Touch(preOutput);
    }

    /// <summary>A filter, or a step that the SDK does not know: of the open pass, else of the one whose next event comes.</summary>
    private void AddStep(CalyptiaEvent step)
    {
        CalyptiaChunk? chunk = null;
        foreach (var open in _chunks)
        {
            if (open.OpenPass is { } pass && IsNear(open, step) && (chunk is null || CalyptiaEvent.OldestFirst.Compare(pass.Steps[0], chunk.OpenPass!.Steps[0]) > 0))
                chunk = open;
        }

        if (chunk is null)
        {
            _waiting.Add(step);
            return;
        }

        chunk.OpenPass!.Steps.Add(step);
        chunk.Touch(step);
    }

    private void AddOutput(CalyptiaEvent output)
    {
        // Of each input only the latest chunk is a candidate: an earlier one went by before.
        if (_chunks is [{ LastPreOutput: not null } only])
        {
            only.Outputs.Add(output);
            only.Touch(output);
            return;
        }

        var candidates = _chunks.Where(c => c.LastPreOutput is not null).GroupBy(c => c.Instance, StringComparer.Ordinal).Select(inputs => inputs.Last()).ToList();
        var unserved = candidates.FindAll(c => !c.Outputs.Exists(o => o.Instance == output.Instance));
        var retrying = candidates.FindAll(c => c.Outputs.FindLast(o => o.Instance == output.Instance)?.ReturnCode == CalyptiaReturnCodes.Retry);

        // What a route has not answered for at all comes before what it asked to try again; which was meant cannot be told.
        var chunk = unserved.Count > 0 ? unserved[0] : retrying.Count > 0 ? retrying[0] : candidates.LastOrDefault() ?? _chunks.LastOrDefault();
        if (unserved.Count + retrying.Count > 1)
            _doubts.Add(candidates);

        chunk ??= AddChunk(instance: null);
        chunk.Outputs.Add(output);
        chunk.Touch(output);
    }

    /// <summary>
    /// The chunk of that input which the event can continue. Each pass carries all of the chunk so far and a new batch: a number of
    /// records that does not grow says that a restarted or another process has begun anew, and of several chunks that grow at the
    /// same time, as replicas make them, it is the one whose records come first in the event.
    /// </summary>
    private CalyptiaChunk? FindGrowing(CalyptiaEvent next)
    {
        CalyptiaChunk? latest = null;
        for (var i = _chunks.Count - 1; i >= 0; i--)
        {
            if (_chunks[i].Instance != next.Instance)
                continue;
            latest ??= _chunks[i];
            if (IsNear(_chunks[i], next) && _chunks[i].LastPreOutput?.Count < next.Count && HoldsAllOf(_chunks[i], next))
                return _chunks[i];
        }

        return latest is not null && IsNear(latest, next) && (latest.LastPreOutput is not { } known || next.Count > known.Count) ? latest : null;
    }

    /// <summary>The chunk whose pass ends with the event.</summary>
    private CalyptiaChunk? FindOpen(CalyptiaEvent preOutput)
    {
        CalyptiaChunk? latest = null;
        for (var i = _chunks.Count - 1; i >= 0; i--)
        {
            if (_chunks[i].OpenPass is null || _chunks[i].Instance != preOutput.Instance || !IsNear(_chunks[i], preOutput))
                continue;
            if (HoldsAllOf(_chunks[i], preOutput))
                return _chunks[i];
            latest ??= _chunks[i];
        }

        return latest;
    }

    private static bool HoldsAllOf(CalyptiaChunk chunk, CalyptiaEvent next) =>
        chunk.LastPreOutput is { Count: > 0 } known && known.Count <= next.Count && known.Prefixes[^1] == next.Prefixes[known.Count - 1];

    private bool IsNear(CalyptiaChunk chunk, CalyptiaEvent next) => chunk.LastTime is not { } last || next.Time - last <= gap;

    private CalyptiaChunk AddChunk(string? instance)
    {
        var chunk = new CalyptiaChunk(instance);
        _chunks.Add(chunk);
        return chunk;
    }

    private static CalyptiaPass AddPass(CalyptiaChunk chunk, IReadOnlyList<CalyptiaEvent> steps)
    {
        var pass = new CalyptiaPass();
        pass.Steps.AddRange(steps);
        chunk.Passes.Add(pass);
        chunk.Touch(steps[^1]);
        return pass;
    }

    private void TakeWaiting(CalyptiaChunk chunk)
    {
        if (_waiting.Count > 0)
            AddPass(chunk, _waiting);
        _waiting.Clear();
    }

    /// <summary>Filters that dropped everything are followed by nothing: they end the chunk before them, or are all that is known of one.</summary>
    private void SettleWaiting()
    {
        if (_waiting.Count > 0)
            TakeWaiting(_chunks.FindLast(CanEndWithWaiting) ?? AddChunk(instance: null));
    }

    private bool CanEndWithWaiting(CalyptiaChunk chunk) =>
        IsNear(chunk, _waiting[0])
        && (chunk.Passes.Count > 0 || CalyptiaEvent.OldestFirst.Compare(_waiting[^1], chunk.Outputs[0]) < 0);

    private void MarkDoubts()
    {
        foreach (var candidates in _doubts)
        {
            var ends = candidates.SelectMany(chunk => chunk.Outputs).Select(output => output.ReturnCode).Distinct().Count();
            foreach (var chunk in ends > 1 ? candidates : [])
                chunk.HasAmbiguousOutputs = true;
        }
    }
}
