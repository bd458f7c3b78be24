namespace TraceClient.Calyptia;

/// <summary>A span of time in which a pipeline's plugins are traced. It is
/// over at <see cref="CreatedAt"/> plus <see cref="Lifespan"/>.</summary>
public sealed record CalyptiaTraceSession : IWireObject
{
    /// <summary>Gets or sets the id, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the pipeline.</summary>
    public string? PipelineId { get; set; }

    /// <summary>Gets or sets the plugins that are traced; empty when the service does not say.</summary>
    [AllowNull]
    public IReadOnlyList<string> Plugins { get => field ?? []; set; }

    /// <summary>Gets or sets how long it lasts. Terminating a session shortens it.</summary>
    public CalyptiaLifespan Lifespan { get; set; }

    /// <summary>Gets or sets the time when it began.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the time when it was last changed.</summary>
    public SourceTime UpdatedAt { get; set; }

    /// <summary>Gets or sets all other members, as they came.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Gets when it is or was over; null when it does not say.</summary>
    internal TraceTimestamp? EndsAt => CreatedAt.Value is { } start && Lifespan.Duration is { } lifespan
        ? new TraceTimestamp((long)Int128.Clamp(start.UnixNanoseconds + ((Int128)lifespan.Ticks * 100), long.MinValue, long.MaxValue))
        : null;
}

/// <summary>Begins a trace session.</summary>
public sealed record CalyptiaCreateTraceSession
{
    /// <summary>Gets or sets the plugins to trace; at least one.</summary>
    [AllowNull]
    public IReadOnlyList<string> Plugins { get => field ?? []; set; }

    /// <summary>Gets or sets how long it shall last.</summary>
    public CalyptiaLifespan Lifespan { get; set; }
}

/// <summary>A trace session that has begun.</summary>
public sealed record CalyptiaCreatedTraceSession
{
    /// <summary>Gets or sets the id, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the time when it began.</summary>
    public SourceTime CreatedAt { get; set; }
}

/// <summary>Changes a trace session; what is null stays as it is.</summary>
public sealed record CalyptiaUpdateTraceSession
{
    /// <summary>Gets or sets the plugins to trace.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Plugins { get; set; }

    /// <summary>Gets or sets how long it shall last, from its begin.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CalyptiaLifespan? Lifespan { get; set; }
}

/// <summary>A trace session that has been changed.</summary>
public sealed record CalyptiaUpdatedTraceSession
{
    /// <summary>Gets or sets the time when it was changed.</summary>
    public SourceTime UpdatedAt { get; set; }
}

/// <summary>A trace session that has been ended.</summary>
public sealed record CalyptiaTerminatedTraceSession
{
    /// <summary>Gets or sets the id, a UUID.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets how long it has lasted.</summary>
    public CalyptiaLifespan Lifespan { get; set; }

    /// <summary>Gets or sets the time when it was ended.</summary>
    public SourceTime UpdatedAt { get; set; }
}
