namespace TraceClient.Calyptia;

/// <summary>A pipeline. Members that are not listed here are not kept: its configuration can hold credentials.</summary>
public sealed record CalyptiaPipeline
{
    /// <summary>Gets or sets the id, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the name.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the kind: <c>deployment</c>, <c>daemonSet</c> or <c>statefulSet</c>; another value is kept.</summary>
    public string? Kind { get; set; }

    /// <summary>Gets or sets whether its plugins may be traced.</summary>
    public bool? TracingEnabled { get; set; }

    /// <summary>Gets or sets how it is.</summary>
    public CalyptiaPipelineStatus? Status { get; set; }

    /// <summary>Gets or sets how many replicas it has.</summary>
    public long? ReplicasCount { get; set; }

    /// <summary>Gets or sets the time when it was made.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the time when it was last changed.</summary>
    public SourceTime UpdatedAt { get; set; }
}

/// <summary>One page of pipelines.</summary>
public sealed record CalyptiaPipelinePage
{
    private IReadOnlyList<CalyptiaPipeline>? _items;

    /// <summary>Gets or sets the pipelines, newest first.</summary>
    [AllowNull]
    public IReadOnlyList<CalyptiaPipeline> Items { get => _items ?? []; set => _items = value; }

    /// <summary>True for a page of a list; false for an object that says neither what is on it nor how much there is.</summary>
    internal bool IsPage => _items is not null || Count is not null;

    /// <summary>Gets or sets the cursor to pass as <c>before</c> for the next page; null or empty on the last one.</summary>
    public string? EndCursor { get; set; }

    /// <summary>Gets or sets how many pipelines there are on all pages.</summary>
    public long? Count { get; set; }
}

/// <summary>Represents the status of a pipeline. Members that are not listed here are not kept.</summary>
public sealed record CalyptiaPipelineStatus
{
    /// <summary>Gets or sets the status: <c>NEW</c>, <c>STARTED</c>, <c>FAILED</c> and others.</summary>
    public string? Status { get; set; }
}
