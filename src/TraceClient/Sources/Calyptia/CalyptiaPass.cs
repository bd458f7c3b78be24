namespace TraceClient.Calyptia;

/// <summary>One way of records through a pipeline: an input, the filters that changed something, what stood before the outputs.</summary>
internal sealed class CalyptiaPass
{
    /// <summary>The steps, oldest first. Any of them can be missing.</summary>
    public List<CalyptiaEvent> Steps { get; } = [];

    public CalyptiaEvent? PreOutput { get; set; }
}
