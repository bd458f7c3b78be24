namespace TraceClient.Calyptia;

/// <summary>A chunk of log records and what happened to it: the trace of a Fluent Bit pipeline.</summary>
/// <param name="instance">The input; null when no event has it.</param>
internal sealed class CalyptiaChunk(string? instance)
{
    public string? Instance { get; } = instance;

    /// <summary>The ways of records through the pipeline: an input, the filters that changed
    /// something, what stood before the outputs; oldest first. Any of them can be missing.</summary>
    public List<List<CalyptiaEvent>> Passes { get; } = [];

    public List<CalyptiaEvent> Outputs { get; } = [];

    /// <summary>The pass that has begun and not come to its pre_output.</summary>
    public List<CalyptiaEvent>? OpenPass { get; set; }

    /// <summary>What the outputs got, as far as it is known.</summary>
    public CalyptiaEvent? LastPreOutput { get; set; }

    /// <summary>The time of its latest event.</summary>
    public TraceTimestamp LastTime { get; private set; } = new(long.MinValue);

    /// <summary>True when its outputs could as well be those of another chunk, and the two ended differently.</summary>
    public bool HasAmbiguousOutputs { get; set; }

    /// <summary>All events, oldest first.</summary>
    public IReadOnlyList<CalyptiaEvent> Events => field ??= Sorted();

    /// <summary>The event that names the chunk.</summary>
    public CalyptiaEvent First => Events[0];

    /// <summary>Adds an event to a pass or to the outputs.</summary>
    public void Add(CalyptiaEvent occurred, List<CalyptiaEvent> to)
    {
        to.Add(occurred);
        LastTime = occurred.Time > LastTime ? occurred.Time : LastTime;
    }

    private List<CalyptiaEvent> Sorted()
    {
        List<CalyptiaEvent> events = [.. Passes.SelectMany(pass => pass), .. Outputs];
        events.Sort(CalyptiaEvent.OldestFirst);
        return events;
    }
}
