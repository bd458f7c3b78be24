namespace TraceClient.Calyptia;

/// <summary>A chunk of log records and what happened to it: the trace of a Fluent Bit pipeline.</summary>
/// <param name="instance">The input; null when no event tells.</param>
internal sealed class CalyptiaChunk(string? instance)
{
    public string? Instance { get; } = instance;

    public List<CalyptiaPass> Passes { get; } = [];

    public List<CalyptiaEvent> Outputs { get; } = [];

    /// <summary>The pass that has begun and not come to its pre_output.</summary>
    public CalyptiaPass? OpenPass { get; set; }

    /// <summary>What the outputs got, as far as it is known.</summary>
    public CalyptiaEvent? LastPreOutput { get; set; }

    /// <summary>The time of its latest event; null before the first one.</summary>
    public TraceTimestamp? LastTime { get; private set; }

    /// <summary>True when its outputs could as well be those of another chunk, and the two ended differently.</summary>
    public bool HasAmbiguousOutputs { get; set; }

    /// <summary>All events, oldest first.</summary>
    public IReadOnlyList<CalyptiaEvent> Events => field ??= Sorted();

    /// <summary>The event that names the chunk.</summary>
    public CalyptiaEvent First => Events[0];

    private List<CalyptiaEvent> Sorted()
    {
        var events = new List<CalyptiaEvent>();
        foreach (var pass in Passes)
            events.AddRange(pass.Steps);
        events.AddRange(Outputs);
        for (var i = 1; i < events.Count; i++)
        {
            if (CalyptiaEvent.OldestFirst.Compare(events[i - 1], events[i]) > 0)
                return [.. events.Order(CalyptiaEvent.OldestFirst)];
        }

        return events;
    }

    public void Touch(CalyptiaEvent occurred) =>
        LastTime = LastTime is { } last && last > occurred.Time ? last : occurred.Time;
}

/// <summary>One way of records through a pipeline: an input, the filters that changed something, what stood before the outputs.</summary>
internal sealed class CalyptiaPass
{
    /// <summary>The steps, oldest first. Any of them can be missing.</summary>
    public List<CalyptiaEvent> Steps { get; } = [];

    public CalyptiaEvent? PreOutput { get; set; }
}
