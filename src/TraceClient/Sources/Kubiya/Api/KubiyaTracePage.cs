namespace TraceClient.Kubiya;

/// <summary>A page of traces, as the control plane sends it.</summary>
public sealed record KubiyaTracePage : IWireObject
{
    /// <summary>The traces; empty past the end.</summary>
    public IReadOnlyList<KubiyaTraceHeader>? Items { get; set; }

    /// <summary>How many traces meet the conditions.</summary>
    public long? Total { get; set; }

    /// <summary>This page's number, from 1.</summary>
    public int? Page { get; set; }

    /// <summary>The traces on a full page.</summary>
    public int? PageSize { get; set; }

    /// <summary>How many pages there are; 1 when there is nothing.</summary>
    public int? TotalPages { get; set; }

    /// <summary>Whether a page follows.</summary>
    public bool? HasNext { get; set; }

    /// <summary>Whether a page comes before.</summary>
    public bool? HasPrevious { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }
}

/// <summary>A trace without its spans, as the control plane sends it.</summary>
public record KubiyaTraceHeader : IWireObject
{
    /// <summary>The id of the database row, a UUID; not what paths take.</summary>
    public string? Id { get; set; }

    /// <summary>32 lower-case hex digits.</summary>
    public string? TraceId { get; set; }

    /// <summary>The organisation's slug.</summary>
    public string? OrganizationId { get; set; }

    /// <summary>The root span's name.</summary>
    public string? Name { get; set; }

    /// <summary>The service that the root span ran in.</summary>
    public string? ServiceName { get; set; }

    /// <summary>The root span's: <c>success</c>, <c>error</c>, <c>running</c>; another value is kept.</summary>
    public string? Status { get; set; }

    /// <summary>The execution that the trace is part of.</summary>
    public string? ExecutionId { get; set; }

    /// <summary>The kind of that execution.</summary>
    public string? ExecutionType { get; set; }

    /// <summary>The user's id.</summary>
    public string? UserId { get; set; }

    /// <summary>The user's e-mail address: personal data.</summary>
    public string? UserEmail { get; set; }

    /// <summary>The user's name: personal data.</summary>
    public string? UserName { get; set; }

    /// <summary>The address of the user's picture.</summary>
    public string? UserAvatar { get; set; }

    /// <summary>When the row was written to the database, not when the work began.</summary>
    public SourceTime StartedAt { get; set; }

    /// <summary>When the row was last written to the database, not when the work ended.</summary>
    public SourceTime EndedAt { get; set; }

    /// <summary>The true length in whole milliseconds.</summary>
    public long? DurationMs { get; set; }

    /// <summary>How many spans the service has counted; it can differ from the spans that it returns.</summary>
    public int? SpanCount { get; set; }

    /// <summary>How many of them failed; above 0 also for a trace with status <c>success</c>.</summary>
    public int? ErrorCount { get; set; }

    /// <summary>When the row was created.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>When the row was changed.</summary>
    public SourceTime UpdatedAt { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The trace's id; personal data are not shown.</summary>
    public override string ToString() => $"Kubiya trace {TraceId}";
}

/// <summary>A trace with its spans, as the control plane sends it.</summary>
public sealed record KubiyaTraceDetail : KubiyaTraceHeader
{
    /// <summary>The spans: all in a row with <c>flat=true</c>, else the roots.</summary>
    public IReadOnlyList<KubiyaSpan>? Spans { get; set; }

    /// <summary>The trace's id; personal data are not shown.</summary>
    public override string ToString() => base.ToString();
}

/// <summary>What became of a request to delete a trace.</summary>
public sealed record KubiyaTraceDeletion : IWireObject
{
    /// <summary>32 lower-case hex digits.</summary>
    public string? TraceId { get; set; }

    /// <summary>Whether it was deleted.</summary>
    public bool? Deleted { get; set; }

    /// <summary>The service's words.</summary>
    public string? Message { get; set; }

    /// <summary>Members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>The trace's id; the service's words are not shown.</summary>
    public override string ToString() => $"Kubiya deletion of {TraceId}";
}
