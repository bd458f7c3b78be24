namespace TraceClient.Calyptia;

/// <summary>A core instance, which runs pipelines. Members that are not listed here are not kept: some are credentials.</summary>
public sealed record CalyptiaCoreInstance
{
    /// <summary>Gets or sets the id, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the name.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets its version.</summary>
    public string? Version { get; set; }

    /// <summary>Gets or sets the time when it was made.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the time when it was last changed.</summary>
    public SourceTime UpdatedAt { get; set; }
}

/// <summary>One page of core instances.</summary>
public sealed record CalyptiaCoreInstancePage
{
    /// <summary>Gets or sets the core instances, newest first.</summary>
    [AllowNull]
    public IReadOnlyList<CalyptiaCoreInstance> Items { get => field ?? []; set; }

    /// <summary>Gets or sets the cursor to pass as <c>before</c> for the next page; null or empty on the last one.</summary>
    public string? EndCursor { get; set; }

    /// <summary>Gets or sets how many core instances there are on all pages.</summary>
    public long? Count { get; set; }
}
