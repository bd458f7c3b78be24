namespace TraceClient.Calyptia;

/// <summary>Separates the chunks that go by one trace id in one session, from
/// events that follow each other closely. One instance does it once.</summary>
/// <remarks>
/// Fluent Bit counts chunks per traced input and process, so two inputs, two replicas or a restart each make a second
/// <c>trace.0</c>. What separates them: another input's instance, a number of records that shrinks, and time.
/// An input's event shows the chunk with the new batch up to Fluent Bit 2.1, and without it from 2.2 on: what comes before the
/// outputs shows whether the chunk has grown.
/// Outputs do not say which input's chunk they got: where there are several they are dealt out in turn.
/// </remarks>
internal sealed class CalyptiaChunkSplitter(TimeSpan gap)
{
    private readonly List<CalyptiaChunk> _chunks = [];
    private readonly List<CalyptiaEvent> _waiting = [];
    private readonly List<List<CalyptiaChunk>> _doubts = [];

    /// <summary>The chunks.</summary>
    /// <param name="events">The events, oldest first.</param>
    public IReadOnlyList<CalyptiaChunk> Split(IEnumerable<CalyptiaEvent> events)
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
        foreach (var chunks in _doubts.Where(
            chunks => chunks.SelectMany(chunk => chunk.Outputs).DistinctBy(output => output.ReturnCode).Count() > 1))
            chunks.ForEach(chunk => chunk.HasAmbiguousOutputs = true);
        return _chunks;
    }

    private void AddInput(CalyptiaEvent input)
    {
        var chunk = FindGrowing(input) ?? AddChunk(input.Instance);
        if (_waiting.Count > 0)
            AddPass(chunk);
        chunk.OpenPass = AddPass(chunk);
        chunk.Add(input, chunk.OpenPass);
    }

    private void AddPreOutput(CalyptiaEvent preOutput)
    {
        var chunk = FindOpen(preOutput);
        if (chunk is { LastPreOutput: { } known, OpenPass: { } pass } && Math.Max(pass[0].Count, preOutput.Count) <= known.Count)
        {
            // It began with what the chunk had and brought nothing: another chunk's that looks the same.
            chunk.Passes.Remove(pass);
            chunk.OpenPass = null;
            _waiting.AddRange(pass);
            chunk = null;
        }

        if (chunk is null)
        {
            // Newer versions of Fluent Bit often leave the input's event out.
            chunk = FindGrowing(preOutput) ?? AddChunk(preOutput.Instance);
            chunk.OpenPass = AddPass(chunk);
        }

        chunk.Add(preOutput, chunk.OpenPass!);
        (chunk.OpenPass, chunk.LastPreOutput) = (null, preOutput);
    }

    /// <summary>A filter, or a step that the SDK does not know: of the open pass, else of the one whose next event comes.</summary>
    private void AddStep(CalyptiaEvent step)
    {
        var chunk = _chunks.Where(open => open.OpenPass is not null && IsNear(open, step))
            .MaxBy(open => open.OpenPass![0], CalyptiaEvent.OldestFirst);
        if (chunk is null)
            _waiting.Add(step);
        else
            chunk.Add(step, chunk.OpenPass!);
    }

    private void AddOutput(CalyptiaEvent output)
    {
        var chunk = _chunks is [{ LastPreOutput: not null } only] ? only : FindServed(output) ?? AddChunk(instance: null);
        chunk.Add(output, chunk.Outputs);
    }

    /// <summary>What a route has not reported at all comes before what it wanted to try again; which was meant is not known.</summary>
    private CalyptiaChunk? FindServed(CalyptiaEvent output)
    {
        // Of each input only the latest chunk is a candidate: an earlier one went by before.
        var inputs = _chunks.Where(c => c.LastPreOutput is not null).GroupBy(c => c.Instance, StringComparer.Ordinal);
        var candidates = inputs.Select(chunks => chunks.Last()).ToList();
        var unserved = candidates.FindAll(c => !c.Outputs.Exists(o => o.Instance == output.Instance));
        var retrying = candidates.FindAll(c => c.Outputs.FindLast(o => o.Instance == output.Instance)?.IsRetry == true);
        if (unserved.Count + retrying.Count > 1)
            _doubts.Add(candidates);
        return unserved.Concat(retrying).FirstOrDefault() ?? candidates.LastOrDefault() ?? _chunks.LastOrDefault();
    }

    /// <summary>
    /// The chunk of that input which the event can continue. What comes before the outputs carries all of the chunk so far and a new
    /// batch, an input's event at least all of the chunk: a number of records that does not do so says that a restarted or another
    /// process has begun anew, and of several chunks that grow at the same time, as replicas make them, it is the one whose records
    /// come first in the event.
    /// </summary>
    private CalyptiaChunk? FindGrowing(CalyptiaEvent next)
    {
        return _chunks.FindLast(chunk => CanGrow(chunk, isShown: next.Type == CalyptiaRecordType.Input) && HoldsAllOf(chunk, next))
            ?? (_chunks.FindLast(chunk => chunk.Instance == next.Instance) is { } latest && CanGrow(latest, isShown: false)
                ? latest
                : null);

        // Whether it is enough that the chunk is shown as it was.
        bool CanGrow(CalyptiaChunk chunk, bool isShown) => chunk.Instance == next.Instance && IsNear(chunk, next)
            && (chunk.LastPreOutput is not { } known || known.Count < next.Count || (isShown && known.Count == next.Count));
    }

    /// <summary>The chunk whose pass ends with the event.</summary>
    private CalyptiaChunk? FindOpen(CalyptiaEvent preOutput)
    {
        return _chunks.FindLast(chunk => IsOpen(chunk) && HoldsAllOf(chunk, preOutput)) ?? _chunks.FindLast(IsOpen);

        bool IsOpen(CalyptiaChunk chunk) => chunk.OpenPass is not null && chunk.Instance == preOutput.Instance && IsNear(chunk, preOutput);
    }

    private static bool HoldsAllOf(CalyptiaChunk chunk, CalyptiaEvent next) =>
        chunk.LastPreOutput is { Count: > 0 } known && known.Count <= next.Count && known.Prefixes[^1] == next.Prefixes[known.Count - 1];

    private bool IsNear(CalyptiaChunk chunk, CalyptiaEvent next) => next.Time - chunk.LastTime <= gap;

    private CalyptiaChunk AddChunk(string? instance)
    {
        _chunks.Add(new CalyptiaChunk(instance));
        return _chunks[^1];
    }

    /// <summary>Begins a pass with the steps that wait for one.</summary>
    private List<CalyptiaEvent> AddPass(CalyptiaChunk chunk)
    {
        List<CalyptiaEvent> pass = [];
        chunk.Passes.Add(pass);
        foreach (var step in _waiting)
            chunk.Add(step, pass);
        _waiting.Clear();
        return pass;
    }

    /// <summary>Filters that dropped everything are followed by nothing: they
    /// end the chunk before them, or are all that is known of one.</summary>
    private void SettleWaiting()
    {
        if (_waiting.Count > 0)
            AddPass(_chunks.FindLast(CanEndWithWaiting) ?? AddChunk(instance: null));
    }

    private bool CanEndWithWaiting(CalyptiaChunk chunk) => IsNear(chunk, _waiting[0])
        && (chunk.Passes.Count > 0 || CalyptiaEvent.OldestFirst.Compare(_waiting[^1], chunk.Outputs[0]) < 0);
}
