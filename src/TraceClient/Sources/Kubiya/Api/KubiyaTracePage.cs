namespace TraceClient.Kubiya;

/// <summary>A page of traces, as the control plane sends it.</summary>
public sealed record KubiyaTracePage : IWireObject
{
    /// <summary>Gets or sets the traces; empty past the end.</summary>
    public IReadOnlyList<KubiyaTraceHeader>? Items { get; set; }

    /// <summary>Gets or sets how many traces meet the conditions.</summary>
    public long? Total { get; set; }

    /// <summary>Gets or sets the page's number, from 1.</summary>
    public int? Page { get; set; }

    /// <summary>Gets or sets the traces on a full page.</summary>
    public int? PageSize { get; set; }

    /// <summary>Gets or sets how many pages there are; 1 when there is nothing.</summary>
    public int? TotalPages { get; set; }

    /// <summary>Gets or sets whether a page follows.</summary>
    public bool? HasNext { get; set; }

    /// <summary>Gets or sets whether a page comes before.</summary>
    public bool? HasPrevious { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }
}

/// <summary>A trace without its spans, as the control plane sends it.</summary>
public record KubiyaTraceHeader : IWireObject
{
    /// <summary>Gets or sets the id of the database row, a UUID; not what paths take.</summary>
    public string? Id { get; set; }

    /// <summary>Gets or sets the trace id: 32 lower-case hex digits.</summary>
    public string? TraceId { get; set; }

    /// <summary>Gets or sets the organisation's slug.</summary>
    public string? OrganizationId { get; set; }

    /// <summary>Gets or sets the root span's name.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the service that the root span ran in.</summary>
    public string? ServiceName { get; set; }

    /// <summary>Gets or sets the root span's: <c>success</c>, <c>error</c>, <c>running</c>; another value is kept.</summary>
    public string? Status { get; set; }

    /// <summary>Gets or sets the execution that the trace is part of.</summary>
    public string? ExecutionId { get; set; }

    /// <summary>Gets or sets the kind of that execution.</summary>
    public string? ExecutionType { get; set; }

    /// <summary>Gets or sets the user's id.</summary>
    public string? UserId { get; set; }

    /// <summary>Gets or sets the user's e-mail address: personal data.</summary>
    public string? UserEmail { get; set; }

    /// <summary>Gets or sets the user's name: personal data.</summary>
    public string? UserName { get; set; }

    /// <summary>Gets or sets the address of the user's picture.</summary>
    public string? UserAvatar { get; set; }

    /// <summary>Gets or sets the time when the row was written to the database, not when the work began.</summary>
    public SourceTime StartedAt { get; set; }

    /// <summary>Gets or sets the time when the row was last written to the database, not when the work ended.</summary>
    public SourceTime EndedAt { get; set; }

    /// <summary>Gets or sets the true length in whole milliseconds.</summary>
    public long? DurationMs { get; set; }

    /// <summary>Gets or sets how many spans the service has counted; it can differ from the spans that it returns.</summary>
    public int? SpanCount { get; set; }

    /// <summary>Gets or sets how many of them failed; above 0 also for a trace with status <c>success</c>.</summary>
    public int? ErrorCount { get; set; }

    /// <summary>Gets or sets the time when the row was created.</summary>
    public SourceTime CreatedAt { get; set; }

    /// <summary>Gets or sets the time when the row was changed.</summary>
    public SourceTime UpdatedAt { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the trace's id; personal data are not shown.</summary>
    public override string ToString() => $"Kubiya trace {TraceId}";
}

/// <summary>A trace with its spans, as the control plane sends it.</summary>
public sealed record KubiyaTraceDetail : KubiyaTraceHeader
{
    /// <summary>Gets or sets the spans: all in a row with <c>flat=true</c>, else the roots.</summary>
    public IReadOnlyList<KubiyaSpan>? Spans { get; set; }

    /// <summary>Returns the trace's id; personal data are not shown.</summary>
    public override string ToString() => base.ToString();
}

/// <summary>Represents the result of a request to delete a trace.</summary>
public sealed record KubiyaTraceDeletion : IWireObject
{
    /// <summary>Gets or sets the trace id: 32 lower-case hex digits.</summary>
    public string? TraceId { get; set; }

    /// <summary>Gets or sets whether it was deleted.</summary>
    public bool? Deleted { get; set; }

    /// <summary>Gets or sets the service's words.</summary>
    public string? Message { get; set; }

    /// <summary>Gets or sets the members that this type does not know.</summary>
    public IDictionary<string, JsonElement>? Extensions { get; set; }

    /// <summary>Returns the trace's id; the service's words are not shown.</summary>
    public override string ToString() => $"Kubiya deletion of {TraceId}";
}
