namespace TraceClient.Calyptia;

/// <summary>A pipeline. Members that are not listed here are not kept: its configuration can hold credentials.</summary>
public sealed record CalyptiaPipeline
{
    /// <summary>The id, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary><c>deployment</c>, <c>daemonSet</c>, <c>statefulSet</c>, or what the service adds to them.</summary>
    public string? Kind { get; set; }

    /// <summary>Whether its plugins may be traced.</summary>
    public bool? TracingEnabled { get; set; }

    /// <summary>How it is.</summary>
    public CalyptiaPipelineStatus? Status { get; set; }

    /// <summary>How many replicas it has.</summary>
    public long? ReplicasCount { get; set; }

    /// <summary>When it was made.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    public SourceTime UpdatedAt { get; set; }
}

/// <summary>One page of pipelines.</summary>
public sealed record CalyptiaPipelinePage
{
    private IReadOnlyList<CalyptiaPipeline>? _items;

    /// <summary>The pipelines, newest first.</summary>
    [AllowNull]
    public IReadOnlyList<CalyptiaPipeline> Items { get => _items ?? []; set => _items = value; }

    /// <summary>True for a page of a list; false for an object that says neither what is on it nor how much there is.</summary>
    internal bool IsPage => _items is not null || Count is not null;

    /// <summary>What to pass as <c>before</c> for the next page; null or empty on the last one.</summary>
    public string? EndCursor { get; set; }

    /// <summary>How many pipelines there are on all pages.</summary>
    public long? Count { get; set; }
}

/// <summary>How a pipeline is. Members that are not listed here are not kept.</summary>
public sealed record CalyptiaPipelineStatus
{
    /// <summary><c>NEW</c>, <c>STARTED</c>, <c>FAILED</c> and others.</summary>
    public string? Status { get; set; }
}
